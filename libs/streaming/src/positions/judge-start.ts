import type { TopicPartition } from '../ports/record.js';
import type { DoneOffsets } from '../ports/state-store.js';
import { encodeCommitMetadata, type CommitMetadata } from '../offsets/commit-metadata.js';
import type { StartPosition } from '../assignment/start-position.js';
import type { Incident, IncidentKind } from '../assignment/incident.js';
import { startOfUndone } from '../offsets/start-of-undone.js';
import { undoneWithin } from '../offsets/undone-within.js';

type Done = Pick<DoneOffsets, 'watermark' | 'runs' | 'topicId'>;

/** What is known of a partition when it is assigned. */
export interface PartitionFacts extends TopicPartition {
  /** What the group reads · what it put there itself, to read it later · what it reads as a whole each time. */
  readonly role: 'source' | 'tier' | 'holds';
  readonly topicId: string;
  readonly beginOffset: number;
  readonly endOffset: number;
  /** How many partitions the topic has now. */
  readonly partitionCount: number;
  /** What the group has done here: by its state store, else by its commit. */
  readonly done?: Done | undefined;
  /** What the group committed here. */
  readonly committed?: { readonly text: string | undefined; readonly metadata: CommitMetadata } | undefined;
  /** Where the group stood, by its commit, although its state store knows of nothing done here. */
  readonly stoodAt?: number | undefined;
  /** The client underneath has overwritten the committed position. */
  readonly isOverwritten: boolean;
  /** What this process knows of the partition from an assignment before. */
  readonly seen?: (Done & { readonly heldTo: number }) | undefined;
  /** Which life of the topic this process met first. */
  readonly seenTopicId?: string | undefined;
  /** The group has positions in other partitions of the topic. */
  readonly isTopicKnown: boolean;
  /** As its commits tell it: how many partitions the topic had when the group came to it first. */
  readonly firstPartitions?: number | undefined;
  /** The group has no position in the topic at all, and traces show that it had read it. */
  readonly hasRead: boolean;
  /** Where a group that never read begins. */
  readonly firstOffset: number;
}

/** Where a partition starts, or why it does not. */
export function judgeStart(facts: PartitionFacts): StartPosition {
  const { done, seen, topicId, beginOffset, endOffset } = facts;
  const life = done?.topicId ?? facts.committed?.metadata.topicId ?? seen?.topicId ?? facts.seenTopicId;
  if (life !== undefined && life !== topicId) return recreated(facts, life);
  if (facts.role === 'holds') return startAt(facts, { watermark: beginOffset, runs: [] });
  if (done === undefined) return withoutPosition(facts);
  if (done.watermark > endOffset) {
    const detail = `the group has done it up to ${done.watermark}, but the log ends at ${endOffset}`;
    return stopped(facts, done, { kind: 'log-ends-early', topicId, lost: [], resumeOffset: endOffset, detail });
  }
  return withinLog(facts, done) ?? startAt(facts, done);
}

function withinLog(facts: PartitionFacts, done: Done): StartPosition | undefined {
  const { beginOffset, topicId } = facts;
  const lost = done.watermark < beginOffset ? undoneWithin(done, beginOffset) : [];
  if (lost.length === 0) return undefined;
  const detail = `the log begins at ${beginOffset}`;
  return stopped(facts, done, { kind: 'trimmed', topicId, lost, resumeOffset: beginOffset, detail });
}

function withoutPosition(facts: PartitionFacts): StartPosition {
  const { role, partition, isTopicKnown, firstPartitions, beginOffset, firstOffset, seen, stoodAt } = facts;
  if (facts.isOverwritten || facts.hasRead) {
    const detail = facts.isOverwritten
      ? 'the client has overwritten the committed position'
      : 'the group had read the topic, and no position is left';
    const kind: IncidentKind = 'position-gone';
    const done = seen ?? { watermark: beginOffset, runs: [] };
    return stopped(facts, done, { kind, lost: [], resumeOffset: undefined, detail });
  }
  const gap = stoodAt === undefined ? undefined : withinLog(facts, { watermark: stoodAt, runs: [] });
  if (gap !== undefined) return gap;
  // A partition that was added later holds nothing from before the group's time: not one of its records is skipped.
  const wasAdded = isTopicKnown && partition >= (firstPartitions ?? 0);
  const watermark = role === 'source' && !wasAdded ? firstOffset : beginOffset;
  return { ...startAt(facts, { watermark, runs: [] }), needsCommit: true };
}

function recreated(facts: PartitionFacts, life: string): StartPosition {
  const { seen, done, beginOffset, topicId } = facts;
  const known = seen?.topicId === life ? seen : undefined;
  const before = known ?? done ?? { watermark: 0, runs: [] };
  const lost = known === undefined ? [] : undoneWithin(known, known.heldTo);
  const from = Math.max(before.watermark, known?.heldTo ?? 0);
  const detail = `the topic was deleted and recreated (${life} before, ${topicId} now); what else it held from ${from} on is not known`;
  const start = stopped(facts, before, {
    kind: 'topic-recreated',
    topicId: life,
    lost,
    resumeOffset: beginOffset,
    detail,
  });
  // With the topic went its commits: what is known is committed again, so that a next owner stops here as well.
  const metadata =
    facts.committed?.text ?? encodeCommitMetadata(before.watermark, { ...before, topicId: life, fences: [] }).text;
  return { ...start, metadata, needsCommit: facts.committed === undefined };
}

function startAt(facts: PartitionFacts, { watermark, runs }: Done): StartPosition {
  const position = Math.max(watermark, facts.role === 'holds' ? 0 : startOfUndone(watermark, runs, facts.beginOffset));
  return {
    topic: facts.topic,
    partition: facts.partition,
    position,
    lost: [],
    runs: runs.filter(([first]) => first > position),
    repeatsBelow: repeatsBelow(facts),
    metadata: facts.committed?.text,
    endOffset: facts.endOffset,
    needsCommit: facts.committed === undefined,
    topicId: facts.topicId,
    firstPartitions: facts.firstPartitions ?? facts.partitionCount,
  };
}

/**
 * Who had the partition before may have taken anything that lay in the log, unless it said in the end how far it came. It
 * commits before it takes the first: without a commit nobody did.
 */
function repeatsBelow({ committed, done, endOffset }: PartitionFacts): number {
  if (committed === undefined && done === undefined) return 0;
  return committed?.metadata.takenTo ?? endOffset;
}

function stopped(facts: PartitionFacts, done: Done, incident: Omit<Incident, 'topic' | 'partition'>): StartPosition {
  const { topic, partition } = facts;
  return {
    ...startAt(facts, done),
    position: done.watermark,
    runs: done.runs,
    needsCommit: false,
    incident: { topic, partition, ...incident },
  };
}
