import { dirname } from 'node:path';
import { isSpillwayError } from '@spillway/events';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { addOutputOption, type OutputOption } from '../../output/output-option.js';
import { printAnswer } from '../../output/print-answer.js';
import type { Session } from '../../session/session.js';
import { addSuppressionsOption, readSuppressionsOf, type SuppressionsOption } from '../check/suppressions-option.js';
import { refuseUsage } from '../../context/refuse-usage.js';
import { addSchemasOption, schemasFolderOf, type SchemasOption } from '../schemas-folder.js';
import { formerContracts } from './former-contracts.js';
import { impactRows } from './impact-rows.js';
import { impactScreen } from './impact-screen.js';
import { cutGroups, impactSummary } from './impact-summary.js';
import { readManifestsAt } from './read-manifests-at.js';
import { readValidContracts } from '../read-valid-contracts.js';
import { removedEvents } from './removed-events.js';
import { runImpact, type ImpactPart } from './run-impact.js';
import type { ImpactReport } from './impact-report.js';
import { exitCodes } from '../../context/exit-codes.js';

interface ImpactOptions extends SchemasOption, SuppressionsOption, OutputOption {
  readonly manifests: string;
  readonly without: readonly ImpactPart[];
  readonly sample: number;
  readonly waiting: number;
  readonly registryUrl?: string;
  readonly auditUrl?: string;
  readonly appUrl?: Readonly<Record<string, string>>;
}

const parts: readonly ImpactPart[] = ['registry', 'sample', 'waiting'];

const awayHint =
  'Say where an app is: --app-url <app>=<url>, --audit-url <url>. Or go on without: --without sample waiting\n';

const examples = `
Examples:
  spillway contracts impact                                 what is changed here, against what runs
  spillway contracts impact retail.orders.OrderPlaced       only this event
  spillway contracts impact --manifests git:origin/main     against the apps as that branch has them
  spillway contracts impact --without sample waiting        no app has to run: registry and manifests only
  spillway contracts impact --app-url consumer=https://consumer.example.com -o json

What an app reads events by stands in its spillway.manifest.json, which its build writes.
`;

/** `spillway contracts impact`: which groups a change of contracts would break, and in which order to deploy it. */
export function addImpactCommand(contracts: Command, session: Session, setExitCode: (code: number) => void): void {
  const impact = contracts
    .command('impact')
    .argument('[types...]', 'only these events')
    .description(
      'Holds changed contracts against the registry, what every app reads by, real events, and what waits in retry and dead-letter topics: which groups would break, and whom to deploy first. Exit code 3 when something would break, no order suits all of them, or not all retries were read.',
    )
    .option('--manifests <what>', 'git:<ref> or a folder: the apps as they run', 'git:HEAD')
    .addOption(new Option('--without <part...>', 'what is not asked').choices(parts).default([], 'all is asked'))
    .addOption(
      numberOption('--sample <count>', 'the newest real events of each, at most 100', { most: 100, usual: 50 }),
    )
    .addOption(
      numberOption('--waiting <count>', 'records that wait for a group, at most', { most: 1_000_000, usual: 10_000 }),
    )
    .option('--registry-url <url>', 'default: SPILLWAY_REGISTRY_URL')
    .option('--audit-url <url>', 'the audit app; default: SPILLWAY_AUDIT_URL, or what npm start started')
    .addOption(
      new Option(
        '--app-url <app=url>',
        'an app, once for each; default: SPILLWAY_URL for the consumer app or the only one, or what npm start started',
      ).argParser(collectUrl),
    )
    .addHelpText('after', examples);
  addOutputOption(addSuppressionsOption(addSchemasOption(impact)));
  impact.action(async (types: readonly string[], options: ImpactOptions) => {
    const report = await ask(impact, session, { types, options });
    printAnswer(session, options.output, {
      document: report,
      rows: impactRows(report),
      screen: () => impactScreen(report),
    });
    session.stderr(impactSummary(report, options.manifests));
    const isUnknown = cutGroups(report).length > 0;
    const isBad = report.contracts.some(({ breaks, conflictsWith }) => breaks || conflictsWith.length > 0);
    setExitCode(isUnknown || isBad ? exitCodes.problems : 0);
  });
}

/** Ends the command where it was asked for what is not there. */
async function ask(
  impact: Command,
  session: Session,
  { types, options }: { readonly types: readonly string[]; readonly options: ImpactOptions },
): Promise<ImpactReport> {
  const { sample: sampleCount, waiting: waitingLimit, appUrl: appUrls = {}, manifests: place, ...rest } = options;
  const { workingDir } = session;
  const schemasFolder = schemasFolderOf(impact, options, workingDir);
  const suppressions = await readSuppressionsOf(impact, options, { schemasFolder, workingDir });
  const at = { manifests: place, root: dirname(schemasFolder), workingDir, env: session.env };
  const manifests = await readManifestsAt(at);
  if (manifests.length === 0) refuseUsage(impact, `No spillway.manifest.json in ${place}: say where by --manifests.`);
  const set = readValidContracts(schemasFolder, workingDir);
  const former = await formerContracts(at, schemasFolder);
  if (former.size === 0) session.stderr(`No contracts stand in ${place}: none is seen to be removed.\n`);
  const names = [
    ...set.contracts.map(({ fullName }) => fullName),
    ...removedEvents(set, manifests, former).map(({ type }) => type),
  ];
  const unknown = types.find((type) => !names.includes(type));
  if (unknown !== undefined) refuseUsage(impact, `There is no contract ${unknown} in ${schemasFolder}.`);
  const run = { ...rest, session, manifests, former, suppressions, sampleCount, waitingLimit, appUrls };
  return runImpact(set, types, run).catch((error: unknown) => {
    if (isSpillwayError(error, 'SPW-5210') || isSpillwayError(error, 'SPW-1011')) session.stderr(awayHint);
    throw error;
  });
}

function numberOption(
  flags: string,
  description: string,
  { most, usual }: { readonly most: number; readonly usual: number },
): Option {
  return new Option(flags, description).default(usual).argParser((text) => {
    const number = Number(text);
    if (/^\d{1,9}$/.test(text) && number >= 1 && number <= most) return number;
    throw new InvalidArgumentError(`Say a number from 1 to ${most}.`);
  });
}

function collectUrl(text: string, known?: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at > 0 && /^https?:/i.test(text.slice(at + 1)) && URL.canParse(text.slice(at + 1)))
    return { ...known, [text.slice(0, at)]: text.slice(at + 1) };
  throw new InvalidArgumentError('Say <app>=<url>, as consumer=http://host:port.');
}
