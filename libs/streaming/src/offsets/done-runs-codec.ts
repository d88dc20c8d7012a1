import type { DoneOffsets } from '../ports/state-store.js';

type Runs = DoneOffsets['runs'];

/** Commit metadata may hold 4,096 bytes; the rest is left for what else a driver may have to say. */
export const maxDoneRunsBytes = 3_500;

const prefix = 'r1:';

/**
 * Writes runs done above the committed offset as text for the commit's metadata: for each run the distance from the end
 * of the one before and its length, in base 36. The farthest runs are left out when they do not fit: what is left out
 * is only done again after a restart.
 */
export function encodeDoneRuns(watermark: number, runs: Runs): string {
  let text = prefix;
  let end = watermark;
  for (const [first, last] of runs) {
    const part = `${text === prefix ? '' : ','}${(first - end).toString(36)}.${(last - first).toString(36)}`;
    if (text.length + part.length > maxDoneRunsBytes) break;
    text += part;
    end = last + 1;
  }
  return text === prefix ? '' : text;
}

/** Reads what `encodeDoneRuns` wrote. Anything else, another tool's metadata too, means no runs. */
export function decodeDoneRuns(watermark: number, metadata: string | undefined): Runs {
  if (!metadata?.startsWith(prefix)) return [];
  const runs: (readonly [number, number])[] = [];
  let end = watermark;
  for (const part of metadata.slice(prefix.length).split(',')) {
    const [, gap, length] = /^([0-9a-z]+)\.([0-9a-z]+)$/.exec(part) ?? [];
    if (gap === undefined || length === undefined) return [];
    const first = end + Number.parseInt(gap, 36);
    const last = first + Number.parseInt(length, 36);
    if (first <= end || !Number.isSafeInteger(last)) return [];
    runs.push([first, last]);
    end = last + 1;
  }
  return runs;
}
