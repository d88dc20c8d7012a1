import { redriveTopic, SpillwayError } from '@spillway/events';
import { heldLetters } from '../../dead-letters/held-letters.js';
import { failpoint } from '../../failpoints/failpoint.js';
import type { HeldKeys, HoldMarker } from '../../retry/order/held-keys.js';
import { redriveCopy } from '../../retry/copies/redrive-copy.js';
import type { RetryRouter } from '../../retry/order/retry-router.js';
import { letterOf } from '../../retry/order/letter-of.js';
import { partitionScope } from '../../retry/order/routed-record.js';
import type { OutgoingRecord } from '../../ports/record.js';
import type { FlowParts } from '../flow-parts.js';
import { holdMarkerRecord } from '../end/hold-marker-record.js';
import { notePassed } from '../end/note-passed.js';
import type { TakeOver } from './take-over.js';
import { redriveStream, type TopicPlan } from '../plan/topic-plan.js';

/** What this may ask of its flow. */
export interface HoldHooks {
  /** The partition is just taken over: what waits in its tiers is not known yet, and its epoch is not committed. */
  isRebuilding(): boolean;
  /** Something of the scope, a key or the partition, is on its way, or waits its turn. */
  isOccupied(scope: string): boolean;
  /** What comes of the scope waits from now on. */
  occupy(scope: string): void;
  /** The same once what is on its way has ended; then `claimed` is called. */
  claim(scope: string, claimed: () => void): void;
  /** It may go on. */
  free(scope: string): void;
  /** What the writer has to write cannot be; undefined when it is. */
  trouble(writer: object, reason: string | undefined): void;
}

const patienceMs = 3_000;
const turnMs = 50;

/** What the owner of a partition does about the keys that dead letters hold, beside holding them. */
export class HeldKeyReleases {
  #running = 0;

  constructor(
    private readonly parts: FlowParts,
    private readonly takeOver: TakeOver | undefined,
    private readonly place: { readonly partition: number; readonly signal: AbortSignal },
    private readonly flow: HoldHooks,
  ) {}

  get isBusy(): boolean {
    return this.#running > 0;
  }

  get heldCount(): number {
    return this.takeOver?.heldKeys?.size ?? 0;
  }

  /** As far as is known by now. */
  isHeld(key: Buffer): boolean {
    return this.takeOver?.heldKeys?.markerOf(key.toString('latin1')) !== undefined;
  }

  /** A zombie has written over what is known of a key: written anew, before compaction leaves the zombie's word alone. */
  async restore(key: string): Promise<void> {
    const { heldKeys, router } = this.takeOver!;
    const known = heldKeys!.markerOf(key);
    const marker = known === undefined ? undefined : { ...known, epoch: router.epoch };
    const { plan, parking } = this.parts;
    const { partition, signal } = this.place;
    const record = holdMarkerRecord(plan.holds!, { key: Buffer.from(key, 'latin1'), partition }, marker, router.epoch);
    await failpoint('before-marker-restore');
    const position = await parking.append(
      () => record,
      signal,
      (reason) => this.flow.trouble(record, reason),
    );
    if (position === undefined) return;
    await failpoint('after-marker-restore');
    if (marker === undefined) heldKeys!.release(key, Number(position.offset));
    else heldKeys!.hold(key, marker, Number(position.offset));
  }

  /** The same for every key that needs it, where nothing else is written for the key meanwhile. */
  restoreIdle(): void {
    const { heldKeys } = this.takeOver ?? {};
    if (heldKeys === undefined) return;
    for (const key of heldKeys.disowned) {
      const scope = this.#scopeOf(key);
      if (!this.flow.isOccupied(scope)) void this.#restoreAlone(key, scope);
    }
  }

  /** What its events keep order with, while the key alone is held. */
  #scopeOf(key: string): string {
    return this.parts.plan.ordering === 'partition' ? partitionScope : key;
  }

  /** What frees the scope looks for more of them. */
  async #restoreAlone(key: string, scope: string): Promise<void> {
    this.flow.occupy(scope);
    await this.restore(key);
    if (!this.place.signal.aborted) this.flow.free(scope);
  }

  /**
   * Lets the events of a held key go on: its dead letters go back by the first tier in the order of the events, then the
   * tombstone of the key is written. Only while nothing of the key is on its way.
   *
   * After a crash in between the key is still held: what had been sent back follows into the dead letters once more, and
   * a release after that sends each event once, in order.
   *
   * @returns how many letters were sent back
   */
  async release(key: Buffer, job: string): Promise<number> {
    const keyText = key.toString('latin1');
    const scope = this.#scopeOf(keyText);
    const { heldKeys, router } = this.takeOver ?? {};
    const tier = redriveStream(this.parts.plan);
    if (tier === undefined) throw nothingToSendBackBy(this.parts);
    this.#running++;
    let isClaimed = false;
    try {
      await this.#claim(scope, router!);
      isClaimed = true;
      const marker = heldKeys!.markerOf(keyText);
      if (marker === undefined) throw new SpillwayError('SPW-5205', 'The key was released meanwhile');
      await this.#store();
      await failpoint('before-release');
      const sent = await this.#sendBack({ key, scope, marker, tier, job });
      await failpoint('after-release-publish');
      await this.#writeTombstone(key, heldKeys!);
      return sent;
    } finally {
      this.#running--;
      if (isClaimed && !this.place.signal.aborted) this.flow.free(scope);
    }
  }

  /**
   * Nothing of the scope is begun from here on until it is freed. Records of it that wait in tiers follow the dead letter
   * when they are due; sent before, they would be overtaken.
   */
  async #claim(scope: string, router: RetryRouter): Promise<void> {
    const { clock, plan } = this.parts;
    const { signal } = this.place;
    const untilMs = clock.steadyMs() + patienceMs;
    for (; clock.steadyMs() < untilMs && !signal.aborted; await clock.sleep(turnMs, signal)) {
      if (this.flow.isRebuilding()) continue;
      if (!(await this.#hasTurn(scope, untilMs - clock.steadyMs()))) break;
      if (!router.isPending(scope)) return;
      this.flow.free(scope);
    }
    throw stillOnTheirWay(plan);
  }

  /** Whether the scope is ours before the time is over; one that becomes ours later is freed at once. */
  async #hasTurn(scope: string, withinMs: number): Promise<boolean> {
    const { signal } = this.place;
    if (withinMs <= 0 || signal.aborted) return false;
    const waiting = new AbortController();
    let isOver = false;
    let isOurs = false;
    this.flow.claim(scope, () => {
      if (isOver) return this.flow.free(scope);
      isOurs = true;
      waiting.abort();
    });
    await this.parts.clock.sleep(withinMs, AbortSignal.any([signal, waiting.signal]));
    isOver = true;
    return isOurs;
  }

  /** Who came next would handle what had died of the key and was not committed, before what is sent back. */
  async #store(): Promise<void> {
    const { ledger, marks } = this.parts;
    const isStored = await this.takeOver!.store(async (streams) => {
      await ledger.flush();
      await notePassed(streams, marks);
    });
    if (isStored) return;
    throw new SpillwayError('SPW-5206', 'What is done could not be committed; the key is still held');
  }

  async #sendBack({
    key,
    scope,
    marker,
    tier,
    job,
  }: {
    readonly key: Buffer;
    readonly scope: string;
    readonly marker: HoldMarker;
    readonly tier: number;
    readonly job: string;
  }): Promise<number> {
    const { plan, topicId, reader } = this.parts;
    const { partition, signal } = this.place;
    const query = { reader, topic: plan.deadLetters, partition, key, marker, originTopic: plan.topic, topicId, signal };
    const toTopic = plan.tiers[tier - 1]!.topic;
    let sent = 0;
    for await (const { record, state } of heldLetters(query)) {
      const { router } = this.takeOver!;
      const { epoch } = router;
      const position = await this.#append(redriveCopy(record, state, { toTopic, job, epoch }));
      await failpoint('after-release-letter');
      const routed = { scope, origin: undefined, epoch, isSentBack: true, letterOf: letterOf(state, topicId) };
      router.sentBack(tier, position, routed);
      sent++;
    }
    if (signal.aborted) throw lost(plan.topic);
    return sent;
  }

  async #writeTombstone(key: Buffer, heldKeys: HeldKeys): Promise<void> {
    const { plan } = this.parts;
    const { partition } = this.place;
    const position = await this.#append(
      holdMarkerRecord(plan.holds!, { key, partition }, undefined, this.takeOver!.router.epoch),
    );
    await failpoint('after-release-tombstone');
    heldKeys.release(key.toString('latin1'), position);
  }

  async #append(record: OutgoingRecord): Promise<number> {
    const { signal } = this.place;
    const position = await this.parts.parking.append(
      () => record,
      signal,
      (reason) => this.flow.trouble(record, reason),
    );
    if (position === undefined || signal.aborted) throw lost(this.parts.plan.topic);
    return Number(position.offset);
  }
}

function nothingToSendBackBy({ plan, groupId }: FlowParts): SpillwayError {
  const topic = redriveTopic(plan.topic, groupId);
  return new SpillwayError('SPW-5204', `${topic} was not there when this member of ${groupId} joined`);
}

function stillOnTheirWay({ topic, tiers, ordering }: TopicPlan): SpillwayError {
  const waitMs = tiers.at(-1)?.delayMs ?? 0;
  const waiting = waitMs === 0 ? '' : `; those in retry topics wait for up to ${waitMs} ms`;
  const scope = ordering === 'partition' ? 'the partition of the key' : 'the key';
  return new SpillwayError('SPW-5206', `Events of ${scope} are still on their way on ${topic}${waiting}`);
}

function lost(topic: string): SpillwayError {
  return new SpillwayError('SPW-5206', `The partition of ${topic} was taken away meanwhile; the key is still held`);
}
