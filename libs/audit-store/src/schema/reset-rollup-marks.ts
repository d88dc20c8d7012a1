/**
 * From which hour on no rollup is used: the one that was not over at the mark, or an earlier one where hours are taken back.
 * An audit app of an older version, which knows of no such hour, can set no mark any more.
 */
export const openHours: readonly string[] = [
  `ALTER TABLE rollup_marks ADD COLUMN IF NOT EXISTS openFrom DateTime('UTC') DEFAULT toStartOfHour(recordedBefore)`,
  'CREATE OR REPLACE VIEW audit_rollup_marks AS SELECT * FROM rollup_marks',
];

/** The first hour of whose records retention has dropped none: what is left of those before is less than they held. */
const firstWholeHour = 'toStartOfHour((SELECT max(olderThan) FROM dropped) + toIntervalMillisecond(3599999))';

/**
 * Statements after which the hours of that kind are rolled up once more, and read live until then. Those whose records
 * retention has dropped keep their figures.
 */
export function resetRollupMarks(basis: 'record' | 'event' | 'delivery'): readonly string[] {
  return [
    ...openHours,
    `ALTER TABLE rollup_marks UPDATE openFrom = least(openFrom, ${firstWholeHour}) WHERE basis = '${basis}'
      SETTINGS mutations_sync = 1`,
    `ALTER TABLE rollup_hours DELETE WHERE basis = '${basis}' AND hour >= ${firstWholeHour} SETTINGS mutations_sync = 1`,
  ];
}
