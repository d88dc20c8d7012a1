import type { FailpointName } from '@spillway/streaming';
import type { ProcessEnd, SourceProcess } from '../source-process.js';
import { checkProof, type ProofResult } from './check-proof.js';
import type { GroupProof } from './group-proof.js';
import type { Occasion } from './occasion.js';
import { prepareOccasion, trimAhead } from './prepare-occasion.js';
import { readEffects } from './read-effects.js';
import { withProof } from './with-proof.js';
import { lastWordsOfZombies } from './zombie-markers.js';

export interface KillPlan {
  readonly name: FailpointName;
  readonly nth: number;
  readonly occasion: Occasion;
  readonly brokers: readonly string[];
  /** Of an empty database: the group keeps state then. */
  readonly postgresUrl?: string;
}

export interface KillResult extends ProofResult {
  /** False when the member never came there so often. */
  readonly wasKilled: boolean;
  /** More calls were made again than rebalances explain; false where something else does. */
  readonly isRepeatedTooOften: boolean;
  /** Rows that handlers left beyond one for each event; 0 without state. */
  readonly extraEffects: number;
  /** Keys of which a zombie has the last word. */
  readonly zombieKeys: readonly string[];
}

const turns = 2;
/** A guest comes and goes in each turn; then one dies and another takes over. */
const mostRebalances = 2 * turns + 2;
/** So many that three are dead letters: each step of theirs has a third visit before others are published. */
const events = 130;
const fates = [
  { act: 'poison', every: 40 },
  { act: 'fails-once', every: 9 },
] as const;

/** Kills a member at one visit of one failpoint, starts another, and tells what came of it when all is done. */
export async function killAtFailpoint({ name, nth, occasion, ...options }: KillPlan): Promise<KillResult> {
  const batch = name.includes('-batch-');
  const holds = name.endsWith('hold-marker') || occasion === 'release' || occasion === 'zombie-markers';
  const isTwice = occasion === 'twins';
  const proofOptions = {
    ...options,
    fates,
    whenDeadLettered: holds ? 'hold' : 'free',
    ordering: isTwice ? 'none' : 'key',
    twins: isTwice,
    batch,
    acceptsGaps: occasion.endsWith('gap'),
    delaysMs: [200, 500],
    publishes: true,
    sessionTimeoutMs: 3_000,
  } as const;
  return withProof(proofOptions, async (proof) => {
    await proof.publish(events);
    await prepareOccasion(proof, occasion);
    const member = proof.begin({ failpoint: [name, nth] });
    const end = await untilKilled(proof, member, occasion);
    const inFlight = await proof.inFlight();
    if (end !== undefined) await proof.start();
    await proof.publish(events);
    await proof.untilDrained();
    const { postgresUrl } = options;
    const effects = postgresUrl === undefined ? [] : await readEffects(postgresUrl);
    const counted = new Set(effects);
    // Members that answer an operator join anew as well.
    const isOften = occasion === 'rebalances' || proof.plan.acceptsGaps;
    const result = await checkProof(proof, isOften ? 'any' : inFlight, counted, { isSentBack: occasion === 'release' });
    const extraEffects = effects.length - counted.size;
    const isRepeatedTooOften = isOften && result.repeats > mostRebalances * proof.mostInFlight;
    const zombieKeys = occasion === 'zombie-markers' ? await lastWordsOfZombies(proof) : [];
    return { ...result, isRepeatedTooOften, wasKilled: end === 'SIGKILL', extraEffects, zombieKeys };
  });
}

/** Answers how it ended; undefined when all is done and it has not. */
async function untilKilled(
  proof: GroupProof,
  member: SourceProcess,
  occasion: Occasion,
): Promise<ProcessEnd | undefined> {
  const orEnd = (work: Promise<unknown>): Promise<ProcessEnd | undefined> =>
    Promise.race([
      member.ended,
      work.then(
        () => undefined,
        (error) => failUnlessEnded(member, error),
      ),
    ]);
  if (occasion === 'release') return orEnd(proof.untilDrained().then(() => releaseAll(member)));
  if (occasion === 'open-gap') return orEnd(trimAhead(proof, member.pid).then(() => proof.untilDrained()));
  if (occasion !== 'rebalances' && occasion !== 'stop') return orEnd(proof.untilDrained());
  const ended = await orEnd(proof.untilDone(events / 3));
  if (ended !== undefined) return ended;
  if (occasion === 'stop') {
    await member.kill('SIGTERM');
    return member.ended;
  }
  return orEnd(comeAndGo(proof, member));
}

/** Others join and leave, in order, until each step of a rebalance was met three times. */
async function comeAndGo(proof: GroupProof, member: SourceProcess): Promise<void> {
  await member.line(/^assigned/);
  for (let turn = 0; turn < turns; turn++) {
    const guest = await proof.start();
    await member.line(/^assigned/);
    await guest.kill('SIGTERM');
    await member.line(/^assigned/);
  }
  await proof.untilDrained();
}

/** An operator frees the keys that dead letters hold. */
async function releaseAll(member: SourceProcess): Promise<void> {
  process.kill(member.pid, 'SIGUSR2');
  await member.line(/^all released/);
}

/** Who waits for words of a member that is dead may fail: that it is dead is what was waited for. */
async function failUnlessEnded(member: SourceProcess, error: unknown): Promise<undefined> {
  const end = await Promise.race([member.ended, Promise.resolve()]);
  if (end === undefined) throw error;
}
