import type { Command } from 'commander';
import { refuseUsage } from '../context/refuse-usage.js';
import { addExamples } from '../help/add-examples.js';
import { wholeNumber } from '../options/whole-number.js';
import { addOutputOption, type OutputOption } from '../output/output-option.js';
import type { Session } from '../session/session.js';
import { parseCondition, type Condition } from './condition.js';
import { parseTailFrom } from './tail-start.js';
import { tailTopic } from './tail-topic.js';

interface TailFlags extends OutputOption {
  readonly from: string;
  readonly where?: readonly Condition[];
  readonly limit?: number;
  readonly follow: boolean;
}

/** `spillway tail`: what is written to a topic, decoded, as it comes. Joins no group. */
export function addTailCommand(program: Command, session: Session): void {
  const command = program
    .command('tail <topic>')
    .description('Shows the records of a topic as they come, decoded. Joins no group and commits nothing.')
    .option('--from <position>', 'latest, beginning, an RFC 3339 time, or a day (UTC)', 'latest')
    .option(
      '--where <condition>',
      'only records that fit, again for more: key=17850, type!=…, data.country~King',
      parseCondition,
    )
    .option('--limit <count>', 'end after so many', wholeNumber(1, 1_000_000_000))
    .option('--no-follow', 'end where the log ends');
  addExamples(addOutputOption(command), [
    ['tail retail.orders', 'what comes from now on, until Ctrl-C'],
    ['tail retail.orders --from beginning --no-follow --output ndjson', 'all there is, a record per line'],
    ['tail retail.orders --from 2026-11-26 --no-follow --output json', 'one array, of that day on'],
    ['tail retail.orders --where key=17850 --from 2026-11-26', 'of one key, since then'],
    ['tail retail.orders --where data.lines.stockCode=85123A --limit 1', 'the next order of an article'],
    ['tail retail.orders.payments.dlq --where header.spillway-error-code=SPW-3001', 'dead letters of a cause'],
  ]);
  command.action(async (topic: string, { from, where = [], ...options }: TailFlags) => {
    const position = parseTailFrom(from);
    if (position === undefined)
      return refuseUsage(command, '--from is latest, beginning, an RFC 3339 time with zone, or a day.');
    if (options.output === 'json' && options.follow && options.limit === undefined)
      return refuseUsage(
        command,
        'A document ends, what is followed does not: --output ndjson, or add --no-follow or --limit.',
      );
    await tailTopic(session, { ...options, topic, where, from: position });
  });
}
