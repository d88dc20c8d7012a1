import { isSpillwayError } from '@spillway/events';
import type { LogAdmin, PartitionRange } from '../ports/log-admin.js';
import { byPartition } from '../ports/by-partition.js';
import { partitionKey } from '../ports/partition-key.js';
import type { CommittedPosition } from '../ports/record-source.js';
import type { TopicPartition } from '../ports/record.js';
import type { DoneOffsets } from '../ports/state-store.js';
import { decodeCommitMetadata, type CommitMetadata } from '../offsets/commit-metadata.js';
import { doneBeyond } from '../offsets/done-beyond.js';
import type { StartPosition } from '../assignment/start-position.js';
import { readTopicIds } from './read-topic-ids.js';
import { judgeStart, type PartitionFacts } from './judge-start.js';
import type { SeenPartitions } from '../assignment/seen-partitions.js';
import type { StartFrom } from '../group/start-from.js';

/** The topics of a group with handlers, and what it knows of them beside its commits. */
export interface GroupTopics {
  readonly groupId: string;
  readonly startFrom: StartFrom;
  /** Topics the group reads, each with those of its own that belong to it. */
  readonly sources: ReadonlyMap<string, OwnTopics>;
  /** With a state store: what it has done. This is the truth, and commits are a hint. */
  readonly loadDone?: ((partitions: readonly TopicPartition[]) => Promise<readonly DoneOffsets[]>) | undefined;
  /** Told, for its sources, what the state store knows as done (the runs) and commits do not. */
  readonly onUnrecorded?: (unrecorded: Omit<DoneOffsets, 'watermark'>) => void;
}

export interface OwnTopics {
  readonly tiers: readonly string[];
  readonly holds: string | undefined;
  /** Written and never read by the group. */
  readonly deadLetters: string;
}

/**
 * Where each partition of a group starts, or which incident stops it.
 *
 * @throws SpillwayError when the log or the state store cannot be asked
 */
export async function findGroupStarts(
  group: GroupTopics,
  admin: LogAdmin,
  partitions: readonly TopicPartition[],
  seen: SeenPartitions,
): Promise<readonly StartPosition[]> {
  const topics = [...new Set(partitions.map(({ topic }) => topic))];
  const [known, committed] = await Promise.all([
    group.loadDone?.(partitions) ?? [],
    admin.committed(group.groupId, topics),
  ]);
  const lives = await readTopicIds(admin, topics);
  const ranges = await rangesOf(group, admin, topics);
  const commits = byPartition(committed.map(decode));
  const isCommitTruth = areCommitsTruth(group);
  const overwritten = isCommitTruth ? await overwrittenAmong(group, admin, topics, { partitions, commits }) : none;
  const answers: Answers = {
    known: byPartition(known),
    commits,
    lives,
    ranges: byPartition(ranges),
    overwritten,
    isStoreFresh: known.length === 0,
    read: isCommitTruth
      ? await topicsReadBefore(group, admin, { topics, commits: [...commits.values()], known })
      : none,
    firstOffsets: await firstOffsets(group, admin, topics),
  };
  for (const done of known) reportUnrecorded(done, commits.get(partitionKey(done)), group);
  return partitions.map((partition) => judgeStart(factsOf(partition, group, answers, seen)));
}

/** Of a topic's life that no commit names nobody can say what of it was told. */
function reportUnrecorded(done: DoneOffsets, commit: Commit | undefined, { sources, onUnrecorded }: GroupTopics): void {
  if (commit === undefined || done.topicId === undefined || commit.decoded.topicId !== done.topicId) return;
  const runs = doneBeyond(done, doneOf(commit));
  if (runs.length > 0 && sources.has(done.topic)) onUnrecorded?.({ ...done, runs });
}

/**
 * After the positions: what the owner before wrote until it stored them has to lie below the ends. Holds before tiers: so
 * does what it sent back before it said there that the key is free.
 */
async function rangesOf(
  group: GroupTopics,
  admin: LogAdmin,
  topics: readonly string[],
): Promise<readonly PartitionRange[]> {
  const [holds, others] = [true, false].map((areHolds) =>
    topics.filter((topic) => (roleOf(topic, group) === 'holds') === areHolds),
  );
  const first = await Promise.all(holds!.map((topic) => admin.ranges(topic)));
  const then = await Promise.all(others!.map((topic) => admin.ranges(topic)));
  return [...first, ...then].flat();
}

interface Commit extends CommittedPosition {
  readonly decoded: CommitMetadata;
}

const none: ReadonlySet<string> = new Set();

interface Answers {
  readonly isStoreFresh: boolean;
  readonly known: ReadonlyMap<string, DoneOffsets>;
  readonly commits: ReadonlyMap<string, Commit>;
  readonly lives: ReadonlyMap<string, string>;
  readonly ranges: ReadonlyMap<string, PartitionRange>;
  readonly overwritten: ReadonlySet<string>;
  readonly read: ReadonlySet<string>;
  readonly firstOffsets: ReadonlyMap<string, number>;
}

function factsOf(
  partition: TopicPartition,
  group: GroupTopics,
  answers: Answers,
  seen: SeenPartitions,
): PartitionFacts {
  const key = partitionKey(partition);
  const { topic } = partition;
  const range = answers.ranges.get(key);
  const beginOffset = Number(range?.beginOffset ?? 0n);
  const endOffset = Number(range?.endOffset ?? 0n);
  const commit = answers.commits.get(key);
  const commits = [...answers.commits.values()].filter((each) => each.topic === topic);
  const counts = commits.flatMap(({ decoded }) => decoded.firstPartitions ?? []);
  const role = roleOf(topic, group);
  const isRead = answers.read.has(sourceOf(topic, group));
  return {
    ...partition,
    role,
    topicId: answers.lives.get(topic)!,
    beginOffset,
    endOffset,
    partitionCount: [...answers.ranges.values()].filter((each) => each.topic === topic).length,
    done: answers.known.get(key) ?? (commit !== undefined && areCommitsTruth(group) ? doneOf(commit) : undefined),
    committed: commit === undefined ? undefined : { text: commit.metadata, metadata: commit.decoded },
    stoodAt: answers.isStoreFresh || commit?.decoded.topicId === undefined ? undefined : Number(commit.offset),
    isOverwritten: answers.overwritten.has(key),
    seen: seen.of(partition),
    seenTopicId: seen.topicId(partition),
    isTopicKnown: commits.length > 0,
    firstPartitions: counts.length === 0 ? undefined : Math.min(...counts),
    hasRead: isRead && (role === 'source' || (commits.length === 0 && endOffset > 0)),
    firstOffset: group.startFrom === 'latest' ? endOffset : (answers.firstOffsets.get(key) ?? beginOffset),
  };
}

/**
 * What a store does not know was not done, whatever was committed: a fresh or older one has to be filled. Where the start
 * was the end of the log, only commits know it.
 */
function areCommitsTruth({ loadDone, startFrom }: GroupTopics): boolean {
  return loadDone === undefined || startFrom === 'latest';
}

function decode(commit: CommittedPosition): Commit {
  return { ...commit, decoded: decodeCommitMetadata(Number(commit.offset), commit.metadata) };
}

function doneOf({ offset, decoded }: Commit): Pick<DoneOffsets, 'watermark' | 'runs' | 'topicId'> {
  const { runs, topicId } = decoded;
  return { watermark: Number(offset), runs, ...(topicId === undefined ? {} : { topicId }) };
}

/** The client overwrites what is out of range, never what was not there: where all is committed nothing is asked. */
async function overwrittenAmong(
  group: GroupTopics,
  admin: LogAdmin,
  topics: readonly string[],
  { partitions, commits }: { partitions: readonly TopicPartition[]; commits: ReadonlyMap<string, Commit> },
): Promise<ReadonlySet<string>> {
  const isWhole = partitions.every((partition) => commits.has(partitionKey(partition)));
  if (isWhole) return none;
  return new Set((await admin.overwritten(group.groupId, topics)).map(partitionKey));
}

/**
 * Topics in which the group has no position at all although it had read them: it has positions in the topics of its own
 * that belong to them, something was ever written there, or its state store knows what is done.
 */
async function topicsReadBefore(
  group: GroupTopics,
  admin: LogAdmin,
  found: { topics: readonly string[]; commits: readonly Commit[]; known: readonly DoneOffsets[] },
): Promise<ReadonlySet<string>> {
  const read = new Set<string>();
  for (const [source, { tiers, holds, deadLetters }] of group.sources) {
    if (!found.topics.includes(source) || found.commits.some(({ topic }) => topic === source)) continue;
    const own = [...tiers, ...(holds === undefined ? [] : [holds])];
    const hasTrace =
      found.known.some(({ topic }) => topic === source) ||
      found.commits.some(({ topic }) => own.includes(topic)) ||
      (await Promise.all([...own, deadLetters].map((topic) => wasWritten(admin, topic)))).includes(true);
    // A member that takes over at the same time commits before it leaves a trace.
    if (hasTrace && (await admin.committed(group.groupId, [source])).length === 0) read.add(source);
  }
  return read;
}

async function wasWritten(admin: LogAdmin, topic: string): Promise<boolean> {
  try {
    return (await admin.ranges(topic)).some(({ endOffset }) => endOffset > 0n);
  } catch (error) {
    if (isSpillwayError(error, 'SPW-1103')) return false;
    throw error;
  }
}

async function firstOffsets(
  { startFrom, sources }: GroupTopics,
  admin: LogAdmin,
  topics: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (!(startFrom instanceof Date)) return new Map();
  const asked = topics.filter((topic) => sources.has(topic));
  const positions = await Promise.all(asked.map((topic) => admin.offsetsAt(topic, startFrom.getTime())));
  return new Map(positions.flat().map((position) => [partitionKey(position), Number(position.offset)]));
}

function roleOf(topic: string, { sources }: GroupTopics): PartitionFacts['role'] {
  if (sources.has(topic)) return 'source';
  return [...sources.values()].some(({ holds }) => holds === topic) ? 'holds' : 'tier';
}

function sourceOf(topic: string, { sources }: GroupTopics): string {
  const owner = [...sources].find(([, { tiers, holds }]) => holds === topic || tiers.includes(topic));
  return owner?.[0] ?? topic;
}
