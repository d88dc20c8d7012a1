/** The same runs each time beside other specs: a failure is the change's own. */
const usualSeed = 20_261_126;

export interface PropertyRuns {
  /** For `fc.assert`. */
  readonly options: { readonly numRuns: number; readonly seed: number };
  /** For `it`; ms. */
  readonly timeoutMs: number;
}

/**
 * How often a property or a model is tried. `SPILLWAY_TEST_RUNS=100000` is the long form: so many runs, others each
 * time, and the seed is printed before they begin. fast-check prints seed and path of a failure in both forms.
 *
 * @param what     the spec, for the line with the seed
 * @param usual    runs without the variable: what `npm test` can afford
 * @param msPerRun what one run may take on a slow machine
 * @throws Error when the variable holds anything but a count
 */
export function propertyRuns(what: string, usual: number, msPerRun = 20): PropertyRuns {
  const asked = process.env['SPILLWAY_TEST_RUNS'];
  if (asked !== undefined && !/^[1-9]\d{0,8}$/.test(asked))
    throw new Error(`SPILLWAY_TEST_RUNS is a count of runs, not ${asked}`);
  const numRuns = Number(asked ?? usual);
  const seed = asked === undefined ? usualSeed : Math.floor(Math.random() * 2 ** 31);
  if (asked !== undefined) process.stderr.write(`${what}: ${numRuns} runs, seed ${seed}\n`);
  return { options: { numRuns, seed }, timeoutMs: 30_000 + numRuns * msPerRun };
}
