import type { DoneOffsets } from '../ports/state-store.js';
import type { FencePoint } from '../retry/order/epoch-fence.js';
import { decodePairs, encodePairs, pairText, type NumberPair, type PairForm } from './pair-list.js';

/** What a commit says besides its offset. */
export interface CommitMetadata {
  /** Which life of the topic the offset belongs to. */
  readonly topicId?: string | undefined;
  /** How many partitions the topic had when the group came to it first: those added later are read from their beginning. */
  readonly firstPartitions?: number | undefined;
  /** Of the owner; absent for a topic without tiers. */
  readonly epoch?: number | undefined;
  /** Ascending in epoch and offset, as `EpochFence` gives them. */
  readonly fences: readonly FencePoint[];
  /**
   * Written when an owner gives the partition up: it, and those before it, took no record from here on. Absent while
   * nobody can tell, since the owner may take more after the commit.
   */
  readonly takenTo?: number | undefined;
  /** Done above the offset: ascending, apart from each other and from the offset. */
  readonly runs: DoneOffsets['runs'];
}

export interface EncodedCommitMetadata {
  /** ASCII, at most 3,500 bytes; empty when there is nothing to say. */
  readonly text: string;
  /** False when runs or fences were left out. Let nothing more in until it fits: what is left out is done again after a restart. */
  readonly fits: boolean;
}

/** The broker takes 4,096 bytes; the rest is left for what else a driver may have to say. */
export const maxCommitMetadataBytes = 3_500;
const maxFenceBytes = 2_000;
const nothing: CommitMetadata = { fences: [], runs: [] };

/** A run as its distance from the end of the one before (or the committed offset), and its length. */
const runForm = (watermark: number): PairForm => ({
  toText: ([first, last], before) => pairText(first - endOf(before, watermark), last - first),
  toPair: (gap, length, before) => {
    const first = endOf(before, watermark) + gap;
    return gap > 0 ? [first, first + length] : undefined;
  },
});

/** A fence as its distance from the one before, epoch and offset. */
const fenceForm: PairForm = {
  toText: ([epoch, offset], [epochBefore, offsetBefore] = [0, 0]) =>
    pairText(epoch - epochBefore, offset - offsetBefore),
  toPair: (epoch, offset, [epochBefore, offsetBefore] = [0, 0]) => [epochBefore + epoch, offsetBefore + offset],
};

/** Kafka's are UUIDs; anything else of this form will do. */
const topicIdForm = /^[A-Za-z0-9._-]{1,100}$/;

/**
 * Writes commit metadata: `r3:<topic id>;<first partitions>;<epoch>;<fences>;<runs>`, numbers in base 36, empty what is
 * not known; then `;<taken to, from the offset>` when that is known. Without a topic id the forms that older versions read as well: `r2:<epoch>;<fences>;<runs>`, or `r1:<runs>`.
 * What does not fit is left out: the newest of too many fences, the farthest of too many runs.
 */
export function encodeCommitMetadata(watermark: number, metadata: CommitMetadata): EncodedCommitMetadata {
  const { topicId, firstPartitions, epoch, fences, takenTo, runs } = metadata;
  const fenceText = encodePairs(fencePairs(fences), fenceForm, maxFenceBytes);
  const owner = `${epoch?.toString(36) ?? ''};${fenceText.text};`;
  const isLifeTold = topicId !== undefined && topicIdForm.test(topicId);
  const withoutLife = epoch === undefined ? 'r1:' : `r2:${owner}`;
  const head = isLifeTold ? `r3:${topicId};${firstPartitions?.toString(36) ?? ''};${owner}` : withoutLife;
  const tail = isLifeTold && takenTo !== undefined ? `;${Math.max(0, takenTo - watermark).toString(36)}` : '';
  const runText = encodePairs(runs, runForm(watermark), maxCommitMetadataBytes - head.length - tail.length);
  const fits = runText.count === runs.length && fenceText.count === fences.length;
  return { text: head === 'r1:' && runText.count === 0 ? '' : head + runText.text + tail, fits };
}

/** Reads what `encodeCommitMetadata` wrote, of older versions too. Anything else, another tool's metadata too, says nothing. */
export function decodeCommitMetadata(watermark: number, text: string | undefined): CommitMetadata {
  if (text?.startsWith('r1:')) {
    return { fences: [], runs: decodePairs(text.slice(3), runForm(watermark)) ?? [] };
  }
  return decodeOwner(watermark, text) ?? decodeLife(watermark, text) ?? nothing;
}

function decodeLife(watermark: number, text = ''): CommitMetadata | undefined {
  const [, topicId, partitionsText = '', rest = '', takenText] =
    /^r3:([A-Za-z0-9._-]{1,100});([0-9a-z]{0,6});([^;]*;[^;]*;[^;]*)(?:;([0-9a-z]{1,11}))?$/.exec(text) ?? [];
  if (topicId === undefined) return undefined;
  const owner = decodeOwner(watermark, `r2:${rest}`);
  if (owner === undefined) return undefined;
  const firstPartitions = partitionsText === '' ? {} : { firstPartitions: Number.parseInt(partitionsText, 36) };
  const taken = takenText === undefined ? {} : { takenTo: watermark + Number.parseInt(takenText, 36) };
  return { topicId, ...firstPartitions, ...taken, ...owner };
}

/** The form with an epoch, which is empty for a topic without tiers. */
function decodeOwner(watermark: number, text = ''): CommitMetadata | undefined {
  const [, epochText, fenceText = '', runText = ''] = /^r2:([0-9a-z]{0,11});([^;]*);([^;]*)$/.exec(text) ?? [];
  if (epochText === undefined) return undefined;
  const epoch = epochText === '' ? undefined : Number.parseInt(epochText, 36);
  const fences = decodePairs(fenceText, fenceForm);
  const runs = decodePairs(runText, runForm(watermark));
  if ((epoch !== undefined && !Number.isSafeInteger(epoch)) || fences === undefined || runs === undefined)
    return undefined;
  const points = fences.map(([of, offset]) => ({ epoch: of, offset }));
  return { ...(epoch === undefined ? {} : { epoch }), fences: points, runs };
}

function endOf(before: NumberPair | undefined, watermark: number): number {
  return before === undefined ? watermark : before[1] + 1;
}

function fencePairs(fences: readonly FencePoint[]): readonly NumberPair[] {
  return fences.map(({ epoch, offset }) => [epoch, offset]);
}
