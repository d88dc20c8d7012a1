export type Work = () => Promise<unknown>;

/**
 * What two works took in ms, call by call, so that what the machine does meanwhile meets both; each is first every second time.
 * The first call of each is not counted.
 */
export async function inTurns(works: readonly [Work, Work], calls: number): Promise<[number[], number[]]> {
  const taken: [number[], number[]] = [[], []];
  for (let call = 0; call <= calls; call += 1) {
    for (const index of call % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const ms = await millisOf(works[index]);
      if (call > 0) taken[index].push(ms);
    }
  }
  return taken;
}

async function millisOf(work: Work): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}
