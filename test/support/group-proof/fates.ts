/** What the handler of the proofs does with an event. Those of `deadly` never end well. */
const deadly = ['poison', 'rejects-undefined', 'throws-string', 'throws-frozen'] as const;

export type Act = (typeof deadly)[number] | 'fails-once' | 'never-settles' | 'needs-dependency';

/** Which events meet it: those whose number leaves `at` (default: the last) when divided by `every`, or lies below. */
export interface Fate {
  readonly act: Act;
  readonly every?: number;
  readonly at?: number;
  readonly below?: number;
}

/** The first fate that fits an event decides; without one it is handled well. */
export function actOn(fates: readonly Fate[], number: number): Act | undefined {
  return fates.find(({ every = 1, at = every - 1, below = Infinity }) => number % every === at && number < below)?.act;
}

export function isDeadly(act: Act | undefined): boolean {
  return (deadly as readonly (Act | undefined)[]).includes(act);
}
