import { callsInTurn } from './calls-in-turn.js';
import {
  placeName,
  type CheckedTopic,
  type DeliveryHistory,
  type HandlerCall,
  type LoggedRecord,
} from './delivery-history.js';

/** A record of the group's topic and all that became of it. */
export interface TracedRecord {
  readonly record: LoggedRecord;
  readonly topic: CheckedTopic;
  readonly name: string;
  readonly calls: readonly HandlerCall[];
  /** Copies in tiers, by their turn. */
  readonly copies: readonly LoggedRecord[];
  readonly deadLetters: readonly LoggedRecord[];
  /** Turns at which it was completed: handled, or counted by the inbox in another record of its event. */
  readonly completedAt: readonly number[];
}

/** Brings together what a history says of each record of the group's topics. */
export function traceRecords(history: DeliveryHistory): readonly TracedRecord[] {
  const topicOf = new Map(history.topics.map((topic) => [topic.topic, topic]));
  const copies = Map.groupBy(history.records, ({ origin }) => (origin === undefined ? '' : placeName(origin)));
  const inTurn = callsInTurn(history);
  const calls = Map.groupBy(inTurn, ({ origin }) => placeName(origin));
  const counted = countedTurns({ ...history, calls: inTurn });
  return history.records.flatMap((record) => {
    const topic = topicOf.get(record.topic);
    if (topic === undefined) return [];
    const name = placeName(record);
    const own = copies.get(name) ?? [];
    const ownCalls = calls.get(name) ?? [];
    const deadLetters = own.filter((copy) => copy.topic === topic.deadLetters);
    // What names no event is named after its place by whoever handles it.
    const identity = record.identity ?? ownCalls[0]?.identity;
    const shared = identity === undefined ? undefined : counted.get(identity);
    const completedAt = ownCalls.flatMap(completionOf).concat(shared ?? []);
    return [
      {
        record,
        topic,
        name,
        calls: ownCalls,
        copies: own.filter((copy) => !deadLetters.includes(copy)),
        deadLetters,
        completedAt,
      },
    ];
  });
}

/** When it was done for the first time; undefined when it never was. */
export function doneAt({ record, completedAt, deadLetters }: TracedRecord): number | undefined {
  if (record.isIgnored) return record.appendedAt;
  const turns = [...completedAt, ...deadLetters.map(({ appendedAt }) => appendedAt)];
  return turns.length === 0 ? undefined : Math.min(...turns);
}

/** With an inbox an event counts, not each record of it. */
function countedTurns({
  hasState,
  calls,
  effects,
  records,
  topics,
}: DeliveryHistory): ReadonlyMap<string, readonly number[]> {
  const turns = new Map<string, number[]>();
  if (!hasState) return turns;
  const note = (identity: string, at: number): void => void turns.set(identity, [...(turns.get(identity) ?? []), at]);
  const deadLetterTopics = new Set(topics.map(({ deadLetters }) => deadLetters));
  for (const { identity, at } of effects) note(identity, at);
  for (const call of calls) for (const at of completionOf(call)) note(call.identity, at);
  for (const { topic, identity, appendedAt } of records) {
    if (identity !== undefined && deadLetterTopics.has(topic)) note(identity, appendedAt);
  }
  return turns;
}

function completionOf({ outcome, endedAt }: HandlerCall): number[] {
  return outcome === 'completed' && endedAt !== undefined ? [endedAt] : [];
}
