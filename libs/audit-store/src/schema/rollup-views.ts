const basisOf = {
  records: 'record',
  delays: 'record',
  keys: 'record',
  dead_letters: 'record',
  deliveries: 'delivery',
  processing: 'delivery',
  waits: 'delivery',
  sales: 'event',
  products: 'event',
} as const;

/**
 * Of each hour the rows of its valid build. Joined, and not by a list of the builds: what a question says of `hour` then holds
 * for the hours that are looked up as well, so that a day is not asked of the list of ten years.
 */
const viewOf = ([name, basis]: readonly [name: string, basis: string]): string =>
  `CREATE OR REPLACE VIEW audit_${name}_hourly AS SELECT * EXCEPT (build) FROM ${name}_hourly
    INNER JOIN (SELECT hour, max(build) AS build FROM rollup_hours WHERE basis = '${basis}' GROUP BY hour) AS valid
    USING (hour, build)`;

/** The views over rolled-up figures, since they look up no more hours than a question is about. */
export const rollupViews: readonly string[] = Object.entries(basisOf).map(viewOf);
