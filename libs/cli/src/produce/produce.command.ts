import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { addConfirmOptions, confirmChange } from '../confirm/confirm-change.js';
import type { ConfirmOptions } from '../confirm/judge-change.js';
import { refuseUsage } from '../context/refuse-usage.js';
import { addSchemasOption, schemasFolderOf, type SchemasOption } from '../contracts/schemas-folder.js';
import { addExamples } from '../help/add-examples.js';
import { several } from '../options/several.js';
import { wholeNumber } from '../options/whole-number.js';
import { addOutputOption, type OutputOption } from '../output/output-option.js';
import type { Session } from '../session/session.js';
import { produceEvent, type ProduceOptions } from './produce-event.js';

const sources = ['example', 'file', 'data'] as const;
const usualTimeoutSeconds = 60;

/** `spillway produce`: one event into the system, followed to its end on request. */
export function addProduceCommand(program: Command, session: Session, setExitCode: (code: number) => void): void {
  const command = program
    .command('produce <type>')
    .description(
      'Publishes an event by the producer app. With --wait it is followed through every group: exit code 1 when one gives it up, or the time is over.',
    )
    .option(
      '--example [name]',
      'the data: an example beside the contract; without a name and a file there, one made up of its types',
    )
    .option('--file <file>', 'the data: JSON in a file')
    .option('--data <json>', 'the data: JSON')
    .option('--id <id>', 'of the event; default: a new one')
    .option('--source <source>', 'of the event', '/spillway/cli')
    .option('--correlation-id <id>', 'what it belongs to')
    .option('--wait', 'follow it until it is handled or given up, and audited')
    .option('--timeout <seconds>', 'how long to follow it', wholeNumber(1, 86_400), usualTimeoutSeconds)
    .option('--group <group...>', 'follow it through these only; default: every group that reads its topic')
    .option('--producer-url <url>', 'default: SPILLWAY_PRODUCER_URL, or what npm start started')
    .option('--audit-url <url>', 'default: SPILLWAY_AUDIT_URL, or what npm start started')
    .option(
      '--url <url>',
      'an app that runs groups, again for each; default: SPILLWAY_URL, or what npm start started',
      several,
    );
  addExamples(addConfirmOptions(addOutputOption(addSchemasOption(command))), [
    ['produce OrderPlaced --example --wait', 'an example, followed to its end'],
    ['produce retail.orders.OrderPlaced --file order.json', 'only published'],
    ['produce OrderPlaced --example without-customer --wait --group payments', 'through one group'],
    [
      'produce OrderPlaced --example --wait --url http://one:3001 --url http://two:3001',
      'through the groups of two apps',
    ],
    ['produce OrderPlaced --file order.json --id 900001', 'again with the same id and data changes nothing'],
  ]);
  command.action(async (type: string, options: ProduceOptions & OutputOption & ConfirmOptions & SchemasOption) => {
    if (sources.filter((name) => options[name] !== undefined).length !== 1)
      refuseUsage(command, 'Say where the data is: --example, --file or --data.');
    const schemasFolder = schemasFolderOf(command, options, session.workingDir);
    await confirmChange(session, command, { what: `Publish an event ${type}`, isGrave: false }, options);
    setExitCode(await produceEvent(session, type, { ...options, schemasFolder, id: options.id ?? randomUUID() }));
  });
}
