import { join } from 'node:path';
import { readContracts, readFolder, type Past } from '@spillway/contracts';
import type { Command } from 'commander';
import { addConfirmOptions, confirmDeed } from '../../confirm/confirm-deed.js';
import type { ConfirmOptions } from '../../confirm/judge-deed.js';
import { addOutputOption, type OutputOption } from '../../output/output-option.js';
import { printAnswer } from '../../output/print-answer.js';
import type { Session } from '../../session/session.js';
import { registryUrlOf } from '../../system/registry-url-of.js';
import { checkReport } from '../check/check-report.js';
import { textReport } from '../formats/text-report.js';
import { openRegistry } from '../open-registry.js';
import { pastOfRegistry } from '../past/past-of-registry.js';
import { refuseUsage } from '../refuse-usage.js';
import { addSchemasOption, schemasFolderOf, type SchemasOption } from '../schemas-folder.js';
import { planPush, type PushStep } from './plan-push.js';
import { pushResult, pushScreen } from './push-screen.js';
import { runPush } from './run-push.js';

interface PushOptions extends SchemasOption, OutputOption, ConfirmOptions {
  readonly registryUrl?: string;
  readonly dryRun?: boolean;
}

const findingsExitCode = 3;

const examples = `
Examples:
  spillway contracts push --dry-run     what would be set and registered
  spillway contracts push               at deployment, before the apps; a second time changes nothing
`;

/** `spillway contracts push`: brings contracts into the registry. Exit code 3, and nothing done, when one breaks a version. */
export function addPushCommand(contracts: Command, session: Session, setExitCode: (code: number) => void): void {
  const push = contracts
    .command('push')
    .description(
      'Registers every event’s contract and sets the mode of its subject. Checks first; nothing is pushed of a set that breaks something.',
    )
    .option('--dry-run', 'only say what would be done')
    .option('--registry-url <url>', 'default: SPILLWAY_REGISTRY_URL')
    .addHelpText('after', examples);
  addConfirmOptions(addOutputOption(addSchemasOption(push)));
  push.action(async ({ dryRun = false, output, ...options }: PushOptions) => {
    const { workingDir, env } = session;
    const schemasFolder = schemasFolderOf(push, options, workingDir);
    const { readSuppressions } = await import('../check/read-suppressions.js');
    const suppressions = readSuppressions(join(schemasFolder, 'suppressions.json'), false);
    if ('problem' in suppressions) return refuseUsage(push, suppressions.problem);
    const registryUrl = registryUrlOf(session, options.registryUrl);
    const open = await openRegistry({ registryUrl, env });
    const proposed = readContracts(readFolder(schemasFolder, workingDir));
    const plan = await planPush(proposed, open);
    const past = inModes(await pastOfRegistry(open.history, proposed), plan);
    const report = checkReport(proposed, past, { suppressions });
    if (report.open.length > 0) {
      session.stderr(`${textReport(report)}Nothing was pushed.\n`);
      return setExitCode(findingsExitCode);
    }
    const changes = plan.filter((step) => pushResult(step) !== 'none').length;
    const what = `Change ${changes} subjects of the registry`;
    // What somebody has set for a subject is not changed in passing.
    const isGrave = plan.some(({ setsMode, modeBefore }) => setsMode && modeBefore !== undefined);
    if (!dryRun && changes > 0) await confirmDeed(session, push, { what, isGrave }, options);
    const done = dryRun ? plan : await runPush(open.registry, plan);
    const document = plan.map((step, index) => ({
      ...{ subject: step.subject, mode: step.mode, id: done[index]?.id ?? null },
      ...{ setsMode: step.setsMode, registers: step.id === undefined },
    }));
    printAnswer(session, output, { document, rows: document, screen: () => pushScreen(plan, done) });
    session.stderr(`${changes} of ${plan.length} subjects ${dryRun ? 'would be changed' : 'changed'}.\n`);
  });
}

/** Checked is what will be asked from now on: the mode that is pushed, not the one that a subject has there. */
function inModes(past: Past, plan: readonly PushStep[]): Past {
  const modes = new Map(plan.map(({ fullName, mode }) => [fullName, mode]));
  const contracts = new Map(
    [...past.contracts].map(([name, { versions }]) => [name, { versions, mode: modes.get(name) }]),
  );
  return { ...past, contracts };
}
