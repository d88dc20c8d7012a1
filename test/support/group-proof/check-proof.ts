import type { LogRecord } from '@spillway/streaming';
import { brokenRules } from './broken-rules.js';
import { readDeadLetter, type DeadLetter } from './dead-letter.js';
import { isDeadly } from './fates.js';
import type { GroupProof } from './group-proof.js';
import type { HistoryEntry } from './history.js';
import { orderBreaks } from './order-breaks.js';

/** What became of the events of a proof whose group has drained. All lists are empty when its promises hold. */
export interface ProofFindings {
  /** Events that neither ended well nor became dead letters. */
  readonly lost: readonly number[];
  /** Events that did both. */
  readonly endedTwice: readonly number[];
  /** First deliveries that came before an earlier event of their key had ended. */
  readonly orderBreaks: readonly string[];
  /** Dead letters that should be none, or whose bytes, origin or cause are not right. */
  readonly wrongDeadLetters: readonly string[];
  /** Events handled more often than their fate and what was in flight at a crash explain; with the calls. */
  readonly overcalled: readonly string[];
  /** Of `checkDelivery`: about copies, commits and what is due. */
  readonly brokenRules: readonly string[];
}

export interface ProofResult {
  readonly findings: ProofFindings;
  /** Calls of the handler beyond those its fates explain. */
  readonly repeats: number;
  readonly deadLetters: number;
  /** How often the dead letter of one event lies in the topic, at most. */
  readonly deadLetterCopies: number;
}

export const nothingFound: ProofFindings = {
  lost: [],
  endedTwice: [],
  orderBreaks: [],
  wrongDeadLetters: [],
  overcalled: [],
  brokenRules: [],
};

/**
 * Compares truth (the group's topic), what members wrote down, the copies in its tiers and the dead letters.
 *
 * @param inFlight calls that may have been made again, by the number of their event; `any` where rebalances or an outage
 *   make them many
 * @param effects events whose effect is in the state, as they came: they have ended well, also when the process died before
 *   it said so
 * @param isSentBack dead letters were sent back once: each may have all its attempts again
 */
export async function checkProof(
  proof: GroupProof,
  inFlight: ReadonlyMap<number, number> | 'any' = new Map(),
  effects: ReadonlySet<number> = new Set(),
  { isSentBack = false }: { readonly isSentBack?: boolean } = {},
): Promise<ProofResult> {
  const { kept, givenUp } = proof.trimmed();
  const records = [...kept, ...(await proof.read(...proof.sources, proof.deadLetterTopic))];
  const truth = new Map(
    [...givenUp, ...records]
      .filter(({ topic }) => topic === proof.plan.topic)
      .map((record) => [placeOf(record), record]),
  );
  const letters = records
    .filter(({ topic }) => topic === proof.deadLetterTopic)
    .map((record) => readDeadLetter(record));
  const dead = expectedDead(proof);
  const history = proof.history();
  const done = new Set([...effects, ...history.flatMap(({ what, number }) => (what === 'done' ? number : []))]);
  const gone = new Set(givenUp.map(numberOf));
  const numberAt = (origin: string): number => numberOf(truth.get(origin));
  const parked = new Set(letters.map(({ origin }) => numberAt(origin)));
  const all = Array.from({ length: proof.published }, (_, number) => number);
  const callsOf = Map.groupBy(
    history.filter(({ what }) => what === 'call'),
    ({ number }) => number,
  );
  const explained = (number: number): number =>
    explainedCalls(proof, number, dead) * (isSentBack && dead.has(number) ? 2 : 1);
  const repeatsOf = (number: number): number => (callsOf.get(number)?.length ?? 0) - explained(number);
  // What was in flight may be delivered as if for the first time: with all the calls that takes.
  const allowedRepeats = (number: number, open: number): number => (open === 0 ? 0 : Math.max(open, explained(number)));
  const findings: ProofFindings = {
    lost: all.filter((number) => !done.has(number) && !parked.has(number) && !gone.has(number)),
    endedTwice: all.filter((number) => done.has(number) && parked.has(number)),
    orderBreaks: proof.plan.ordering === 'none' ? [] : orderBreaks(proof, history, { dead, effects }),
    wrongDeadLetters: [
      ...letters.flatMap((letter) => problemsOf(letter, truth.get(letter.origin), dead.has(numberAt(letter.origin)))),
      ...[...dead.keys()]
        .filter((number) => !parked.has(number) && !gone.has(number))
        .map((number) => `${number} is none`),
    ],
    overcalled:
      inFlight === 'any'
        ? []
        : all
            .filter((number) => repeatsOf(number) > allowedRepeats(number, inFlight.get(number) ?? 0))
            .map((number) => `${number}: ${textOf(callsOf.get(number)!)}, in flight ${inFlight.get(number) ?? 0}`),
    brokenRules: brokenRules(proof, records, effects),
  };
  const repeats = all.reduce((sum, number) => sum + repeatsOf(number), 0);
  const copies = Map.groupBy(letters, ({ origin }) => origin);
  const deadLetterCopies = Math.max(0, ...[...copies.values()].map(({ length }) => length));
  return { findings, repeats, deadLetters: parked.size, deadLetterCopies };
}

export type Death = 'own' | 'follows';

/** Events that must become dead letters: by their own fate, or because an earlier one of their key holds it. */
function expectedDead(proof: GroupProof): ReadonlyMap<number, Death> {
  const dead = new Map<number, Death>();
  const heldKeys = new Set<string>();
  for (let number = 0; number < proof.published; number++) {
    const key = proof.keyOf(number);
    if (heldKeys.has(key)) dead.set(number, 'follows');
    else if (isDeadly(proof.actOn(number))) {
      dead.set(number, 'own');
      if (proof.plan.whenDeadLettered === 'hold') heldKeys.add(key);
    }
  }
  return dead;
}

/** Of all its records together. */
function explainedCalls(proof: GroupProof, number: number, dead: ReadonlyMap<number, Death>): number {
  return attemptsOf(proof, number, dead.get(number)) * proof.mostCallsPerAttempt * proof.copies;
}

function attemptsOf(proof: GroupProof, number: number, death: Death | undefined): number {
  if (death === 'follows') return 0;
  if (death === 'own') return proof.plan.delaysMs.length + 1;
  return proof.actOn(number) === 'fails-once' ? 2 : 1;
}

function problemsOf(letter: DeadLetter, original: LogRecord | undefined, isExpected: boolean): readonly string[] {
  const problems: string[] = [];
  const say = (problem: string): void => void problems.push(`${letter.origin} ${problem}`);
  if (original === undefined) say('is no place of the topic');
  else if (!letter.hasBytesOf(original)) say('has other bytes');
  if (!isExpected) say(`should be none: ${letter.cause}`);
  if (letter.cause === '') say('has no cause');
  return problems;
}

function numberOf(record: LogRecord | undefined): number {
  return Number(String(record?.headers['ce_id']).slice(6));
}

function textOf(calls: readonly HistoryEntry[]): string {
  return calls.map(({ attempt, place, pid }) => `attempt ${attempt} at ${place} by ${pid}`).join(', ');
}

function placeOf({ topic, partition, offset }: LogRecord): string {
  return `${topic}/${partition}/${offset}`;
}
