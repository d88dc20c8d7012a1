/** Offsets first to last, inclusive. Lists of runs are ascending and disjoint unless said otherwise. */
export interface OffsetRun {
  readonly first: number;
  readonly last: number;
}

/** Offsets in all runs. */
export function countOffsets(runs: readonly OffsetRun[]): number {
  return runs.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

/** Ascending, disjoint runs of what any of the given runs covers. */
export function uniteRuns(runs: readonly OffsetRun[]): OffsetRun[] {
  const united: { first: number; last: number }[] = [];
  for (const { first, last } of runs.toSorted((a, b) => a.first - b.first)) {
    const open = united.at(-1);
    if (open !== undefined && first <= open.last + 1) open.last = Math.max(open.last, last);
    else united.push({ first, last });
  }
  return united;
}

/** What `from` covers and `without` does not. */
export function subtractRuns(from: readonly OffsetRun[], without: readonly OffsetRun[]): OffsetRun[] {
  const rest: OffsetRun[] = [];
  let index = 0;
  for (const { first, last } of from) {
    let start = first;
    while (index < without.length && without[index]!.last < start) index += 1;
    for (let at = index; at < without.length && without[at]!.first <= last; at += 1) {
      if (without[at]!.first > start) rest.push({ first: start, last: without[at]!.first - 1 });
      start = without[at]!.last + 1;
    }
    if (start <= last) rest.push({ first: start, last });
  }
  return rest;
}

/** What of the runs lies within a range; an empty one ends before it begins. */
export function clipRuns(runs: readonly OffsetRun[], within: OffsetRun): OffsetRun[] {
  return runs
    .map(({ first, last }) => ({ first: Math.max(first, within.first), last: Math.min(last, within.last) }))
    .filter(({ first, last }) => first <= last);
}
