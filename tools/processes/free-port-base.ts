import { isPortFree } from './require-free-ports.ts';

/** A port base at which the ports of all these offsets are free now; looked for at random so that two runs do not meet. */
export async function findFreePortBase(
  offsets: readonly number[],
  random: () => number = Math.random,
): Promise<number> {
  for (;;) {
    const base = 20_000 + 10 * Math.floor(random() * 1200);
    const free = await Promise.all(offsets.map((offset) => isPortFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
}
