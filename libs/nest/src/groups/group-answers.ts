import {
  topicFamilies,
  type ConsumerStatus,
  type DeadLetter,
  type FlowCounters,
  type GroupReport,
  type LogRecord,
  type RecordHeaders,
} from '@spillway/streaming';
import type { RunnableConsumer } from '../server/consumer-registry.js';

export interface GroupAnswer extends Omit<GroupReport, 'flows' | 'pauseRequests'> {
  readonly group: string;
  readonly state: string;
  readonly reason: string | null;
  readonly partitions: readonly object[];
  readonly paused: GroupReport['pauseRequests'];
  readonly incidents: readonly object[];
  /** Of this instance, since its start; by topic. */
  readonly counters: Readonly<Record<string, FlowCounters>>;
  readonly lastProgressAt: string;
}

/** One group as this instance sees it. */
export function groupAnswer(group: string, consumer: RunnableConsumer, report?: GroupReport): GroupAnswer {
  const status = consumer.status();
  const { drained = [], budgets = [], breakers = [], pauseRequests = [] } = report ?? {};
  return {
    group,
    state: status.state,
    reason: status.reason ?? null,
    partitions: partitionAnswers(group, status, report),
    paused: pauseRequests,
    drained,
    budgets,
    breakers,
    incidents: (status.incidents ?? []).map(
      ({ topic, partition, kind, code, detail, lost, resumeOffset, sinceMs }) => ({
        ...{ topic, partition, kind, code, detail, lost, resumeOffset: resumeOffset ?? null },
        since: new Date(sinceMs).toISOString(),
      }),
    ),
    counters: consumer.counters?.() ?? {},
    lastProgressAt: new Date(status.lastProgressMs).toISOString(),
  };
}

type PartitionStatus = ConsumerStatus['partitions'][number];

/** A retry topic's partition does what the same partition of its topic does: they are one flow. */
function partitionAnswers(group: string, status: ConsumerStatus, report: GroupReport | undefined): readonly object[] {
  const topics = status.partitions.map(({ topic }) => topic);
  const families = [...topicFamilies(group, topics)].flatMap(([source, family]) =>
    family.map((topic) => [topic, source] as const),
  );
  const sourceOf = new Map(families);
  const answer = ({ topic, partition, doneOffset, endOffset, lag }: PartitionStatus): object => {
    const at = (name: string | undefined) => (other: { readonly topic: string; readonly partition: number }) =>
      other.topic === name && other.partition === partition;
    const flow = report?.flows.find(at(sourceOf.get(topic)));
    const incident = status.incidents?.find(at(topic));
    return {
      ...{ topic, partition, doneOffset: Number(doneOffset), endOffset: Number(endOffset), lag },
      state: incident === undefined ? (flow?.state ?? status.state) : 'stopped-at-gap',
      reason: incident?.detail ?? flow?.reason ?? null,
      // Of the whole flow: told once.
      heldKeys: flow?.topic === topic ? flow.heldKeys : 0,
    };
  };
  return status.partitions.toSorted(byPlace).map(answer);
}

function byPlace(one: PartitionStatus, other: PartitionStatus): number {
  if (one.topic !== other.topic) return one.topic < other.topic ? -1 : 1;
  return one.partition - other.partition;
}

/** A dead letter in a list. */
export function letterAnswer(letter: DeadLetter): object {
  const { key, origin, timestampMs, first, last, ...said } = letter;
  return {
    ...nulls(said),
    at: isoTime(timestampMs),
    ...bytesAnswer('key', key),
    origin: origin === undefined ? null : { ...nulls(origin), at: isoTime(origin.timestampMs), timestampMs: undefined },
    first: nulls(first),
    last: nulls({ ...last, stack: undefined }),
  };
}

/** The whole of a dead letter. */
export function letterDetailAnswer(letter: DeadLetter, record: LogRecord, payload: unknown): object {
  return {
    ...letterAnswer(letter),
    last: nulls(letter.last),
    headers: headerAnswers(record.headers),
    payload: payload ?? null,
    valueBase64: record.value?.toString('base64') ?? null,
  };
}

function headerAnswers(headers: RecordHeaders): readonly object[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => ({ name, ...bytesAnswer('value', Buffer.from(value)) })),
  );
}

/** As text where it is text, else as base64. */
function bytesAnswer(name: string, bytes: Buffer | null): object {
  const text = bytes?.toString('utf8');
  if (text === undefined || Buffer.from(text).equals(bytes!)) return { [name]: text ?? null };
  return { [name]: null, [`${name}Base64`]: bytes!.toString('base64') };
}

function nulls(said: object): object {
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name, value === undefined ? null : (value as unknown)]),
  );
}

function isoTime(atMs: number): string | null {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
