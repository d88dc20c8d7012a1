import { partitionKey } from '@spillway/streaming';
import { placeName, type CommitFact, type DeliveryHistory, type DeliveryProblem } from './delivery-history.js';
import type { TracedRecord } from './history-index.js';

/** When a position is stored, everything below it is done or safely parked; a position never falls. */
export function wrongCommits(
  traced: readonly TracedRecord[],
  { commits, hasState }: DeliveryHistory,
): readonly DeliveryProblem[] {
  const events = Map.groupBy(hasState ? traced : [], ({ record }) => record.identity);
  events.delete(undefined);
  // With an inbox an event counts, not each record of it: one may be passed while another of it waits in a tier.
  const twinsOf = (one: TracedRecord): readonly TracedRecord[] => events.get(one.record.identity) ?? [one];
  const records = Map.groupBy(traced, ({ record }) => partitionKey(record));
  return [...Map.groupBy(commits, partitionKey)].flatMap(([partition, facts]) => [
    ...fallen(facts),
    ...tooEarly(facts, records.get(partition) ?? [], twinsOf),
  ]);
}

function fallen(facts: readonly CommitFact[]): readonly DeliveryProblem[] {
  return facts.flatMap((fact, index) => {
    const before = facts[index - 1];
    if (before === undefined || fact.offset >= before.offset) return [];
    const detail = `${fact.member} committed ${placeName(fact)} after ${before.member} had committed ${before.offset}`;
    return [{ rule: 'commits never fall', detail } as const];
  });
}

function tooEarly(
  facts: readonly CommitFact[],
  records: readonly TracedRecord[],
  twinsOf: (one: TracedRecord) => readonly TracedRecord[],
): readonly DeliveryProblem[] {
  return records.flatMap((traced) => {
    const fact = facts.find(({ offset }) => offset > traced.record.offset);
    if (fact === undefined || twinsOf(traced).some((twin) => isSafeBy(twin, fact.at))) return [];
    const detail = `${fact.member} committed ${placeName(fact)} while ${traced.name} was neither done nor parked`;
    return [{ rule: 'commits follow what is done', detail } as const];
  });
}

function isSafeBy({ record, completedAt, copies, deadLetters }: TracedRecord, at: number): boolean {
  const turns = [...completedAt, ...[...copies, ...deadLetters].map(({ appendedAt }) => appendedAt)];
  return record.isIgnored || turns.some((turn) => turn < at);
}
