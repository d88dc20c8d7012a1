import { spillwayHeaders } from '@spillway/events';
import { copyTopicEnd } from '../../query/group-topic-ends.js';
import { liveHours } from '../live-hours.js';
import type { SubjectOf } from '../subject.js';
import { stringLiteral } from '../../connection/string-literal.js';

const header = (name: string): string => `arrayFirst(each -> each.1 = '${name}', headers).2`;

const ofGroup = stringLiteral(String.raw`\.([^.]+)\.${copyTopicEnd}$`);
const copy = stringLiteral(String.raw`\.${copyTopicEnd}$`);

/**
 * A letter sent back goes to the first tier or the redrive topic with its attempts at 0; in later tiers it is the same still.
 *
 * Headers are read of copies only: their topics are looked for before, which FINAL allows as the topic is part of the sorting key.
 */
export const deadLetters: SubjectOf<'deadLetters'> = {
  table: 'dead_letters_hourly',
  view: 'audit_dead_letters_hourly',
  columns: ['topic', 'group', 'parked', 'sentBack'],
  liveRows: `SELECT toStartOfHour(timestamp) AS hour,
      replaceRegexpOne(events.topic, ${ofGroup}, '') AS topic, extract(events.topic, ${ofGroup}) AS group,
      countIf(endsWith(events.topic, '.dlq')) AS parked,
      countIf(NOT endsWith(events.topic, '.dlq')) AS sentBack
    FROM audit_events AS events
    WHERE ${liveHours('timestamp')} AND match(events.topic, ${copy})
      AND (endsWith(events.topic, '.dlq')
        OR (${header(spillwayHeaders.redriveJob)} != '' AND ${header(spillwayHeaders.attempt)} = '0'))
    GROUP BY hour, topic, group
    SETTINGS optimize_move_to_prewhere_if_final = 1`,
  measures: { parked: { sql: 'sum(parked)' }, sentBack: { sql: 'sum(sentBack)' } },
  dimensions: { topic: { sql: 'topic', type: 'String' }, group: { sql: 'group', type: 'String' } },
};
