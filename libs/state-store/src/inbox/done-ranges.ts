import type { DoneOffsets } from '@spillway/streaming';

type Done = Pick<DoneOffsets, 'watermark' | 'runs'>;

/** Done offsets as a PostgreSQL `int8multirange`: below 100 and 110 to 111 is `{(,100),[110,112)}`. */
export function formatDoneRanges(done: Done): string {
  return `{${[`(,${done.watermark})`, ...toRanges(done.runs)].join(',')}}`;
}

/** The runs alone: 110 to 111 is `{[110,112)}`. */
export function formatDoneRuns(runs: Done['runs']): string {
  return `{${toRanges(runs).join(',')}}`;
}

function toRanges(runs: Done['runs']): string[] {
  return runs.map(([first, last]) => `[${first},${last + 1})`);
}

/** Reads PostgreSQL's canonical form; undefined for `{}`, a partition of which nothing is known. */
export function parseDoneRanges(ranges: string): Done | undefined {
  let watermark = 0;
  const runs: [number, number][] = [];
  for (const [, lower, upper] of ranges.matchAll(/[[(](\d*),(\d+)\)/g)) {
    if (lower === '') watermark = Number(upper);
    else runs.push([Number(lower), Number(upper) - 1]);
  }
  return ranges === '{}' ? undefined : { watermark, runs };
}
