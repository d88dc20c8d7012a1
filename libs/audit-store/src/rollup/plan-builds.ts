const hourMs = 60 * 60 * 1000;

/** An hour with the number of rows that are read to build it. */
export interface HourRows {
  readonly hourMs: number;
  readonly rows: number;
}

/** What one statement may build. */
export interface BuildLimits {
  readonly hours: number;
  /** Bounds its memory and time; an hour that alone has more is built alone. */
  readonly rows: number;
  /** From the first hour to the last: an insert may go into 100 months at most. */
  readonly spanMs: number;
}

/** Cuts ascending hours into runs that one statement builds each. */
export function planBuilds(hours: readonly HourRows[], limits: BuildLimits): readonly (readonly number[])[] {
  const builds: number[][] = [];
  let rows = 0;
  for (const hour of hours) {
    const build = builds.at(-1);
    rows += hour.rows;
    const fits =
      build !== undefined &&
      build.length < limits.hours &&
      rows <= limits.rows &&
      hour.hourMs + hourMs - build[0]! <= limits.spanMs;
    if (fits) build.push(hour.hourMs);
    else {
      builds.push([hour.hourMs]);
      rows = hour.rows;
    }
  }
  return builds;
}
