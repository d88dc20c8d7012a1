import { isPortFree } from './require-free-ports.ts';

/** A port base whose base, +1, +2, +81, +92 and +192 are free now; looked for at random so that two runs do not meet. */
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
