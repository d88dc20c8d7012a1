import { placeName, type DeliveryHistory, type DeliveryProblem, type LoggedRecord } from './delivery-history.js';
import type { TracedRecord } from './history-index.js';

/** A copy has key and value of its original, byte for byte, lies in the same partition and says where it came from. */
export function changedCopies(
  traced: readonly TracedRecord[],
  { topics, records }: DeliveryHistory,
): readonly DeliveryProblem[] {
  const own = new Set(topics.flatMap(({ tiers, deadLetters }) => [...tiers.map(({ topic }) => topic), deadLetters]));
  const known = new Set(traced.flatMap(({ copies, deadLetters }) => [...copies, ...deadLetters]));
  const strangers = records.filter((record) => own.has(record.topic) && !known.has(record));
  return [
    ...strangers.map((record) => problem(record, 'does not say which record of the topic it copies')),
    ...traced.flatMap(({ record, copies, deadLetters }) => [...copies, ...deadLetters].flatMap(differences(record))),
  ];
}

function differences(original: LoggedRecord): (copy: LoggedRecord) => readonly DeliveryProblem[] {
  return (copy) => {
    const problems: DeliveryProblem[] = [];
    const of = `of ${placeName(original)}`;
    if (!sameBytes(copy.key, original.key)) problems.push(problem(copy, `has another key than the record ${of}`));
    if (!sameBytes(copy.value, original.value)) problems.push(problem(copy, `has another value than the record ${of}`));
    if (copy.partition !== original.partition)
      problems.push(problem(copy, `lies in another partition than that ${of}`));
    return problems;
  };
}

function problem(copy: LoggedRecord, what: string): DeliveryProblem {
  return { rule: 'copies are what they copy', detail: `The copy ${placeName(copy)} ${what}` };
}

function sameBytes(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other);
}
