import { envelopeFromHeaders } from '@spillway/events';
import { isClockProbe, tierTopics, type LogRecord } from '@spillway/streaming';
import {
  checkDelivery,
  type DeliveryRule,
  type HandlerCall,
  type LoggedRecord,
  type RecordPlace,
} from '@spillway/testing';
import { readDeadLetter } from './dead-letter.js';
import type { GroupProof } from './group-proof.js';
import { groupOf } from './member-plan.js';

/**
 * What a proof knows enough for. The others ask for what a killed process tells nobody (whether its last call ended well);
 * `checkProof` judges them itself.
 */
const judged: ReadonlySet<DeliveryRule> = new Set([
  'copies are what they copy',
  'commits follow what is done',
  'commits never fall',
  'retries are due',
]);

/**
 * Judges a proof by the rules of `checkDelivery`.
 *
 * @param records of the group's topic, its tiers and its dead letters
 * @param effects events whose effect is in the state
 */
export function brokenRules(
  proof: GroupProof,
  records: readonly LogRecord[],
  effects: ReadonlySet<number>,
): readonly string[] {
  const { topic, group, ordering, whenDeadLettered, postgresUrl } = proof.plan;
  const tiers = tierTopics(groupOf(proof.plan), topic).map(({ name, delayMs }) => ({ topic: name, delayMs }));
  // Asking a broker for its time copies nothing.
  const copies = records.filter((record) => !isClockProbe(record));
  const logged = copies.map((record) => toLogged(record, topic));
  const problems = checkDelivery({
    groupId: group,
    topics: [{ topic, ordering, whenDeadLettered, tiers, deadLetters: proof.deadLetterTopic }],
    records: logged,
    calls: callsOf(proof, new Map(logged.map((record) => [nameOf(record), record]))),
    commits: proof.commits().map(({ place, pid, turn }) => ({ ...placeOf(place), member: String(pid), at: turn })),
    appends: [],
    // When it took effect nobody knows; that it did makes the commit right.
    effects: [...effects].map((number) => ({ identity: identityOf(number), at: -1 })),
    hasState: postgresUrl !== undefined,
    isUndisturbed: false,
    zombies: [],
    isSettled: true,
  });
  return problems.filter(({ rule }) => judged.has(rule)).map(({ rule, detail }) => `${rule}: ${detail}`);
}

function callsOf(proof: GroupProof, records: ReadonlyMap<string, LoggedRecord>): readonly HandlerCall[] {
  const history = proof.history();
  const nameOfCall = ({ pid, place, attempt }: (typeof history)[number]): string => `${pid} ${place} ${attempt}`;
  const ends = new Map(history.filter(({ what }) => what === 'done').map((done) => [nameOfCall(done), done.turn]));
  return history
    .filter(({ what }) => what === 'call')
    .map((call) => {
      const endedAt = ends.get(nameOfCall(call));
      return {
        ...{ member: String(call.pid), handler: 'prove', key: proof.keyOf(call.number), attempt: call.attempt },
        identity: identityOf(call.number),
        origin: records.get(call.place)?.origin ?? placeOf(call.place),
        from: placeOf(call.place),
        ...{ beganAt: call.turn, beganAtMs: call.atMs },
        ...(endedAt === undefined ? {} : { endedAt, outcome: 'completed' }),
      };
    });
}

function toLogged(record: LogRecord, main: string): LoggedRecord {
  const { topic, partition, offset, key, value, timestampMs, headers } = record;
  const { source, id } = envelopeFromHeaders(headers);
  const origin = topic === main ? undefined : placeOf(readDeadLetter(record).origin);
  const place = { topic, partition, offset, key, value, timestampMs };
  // Copies were written before what they copy was committed, or they would not be there for it.
  return { ...place, appendedAt: -1, identity: `${source} ${id}`, origin, isIgnored: false };
}

function identityOf(number: number): string {
  return `/proof event-${number}`;
}

function placeOf(name: string): RecordPlace {
  const [topic, partition, offset] = name.split('/');
  return { topic: topic!, partition: Number(partition), offset: Number(offset) };
}

function nameOf({ topic, partition, offset }: RecordPlace): string {
  return `${topic}/${partition}/${offset}`;
}
