import { readContracts, readFolder, registrableContracts } from '@spillway/contracts';
import type { Command } from 'commander';
import { addConfirmOptions, confirmChange } from '../../confirm/confirm-change.js';
import type { ConfirmOptions } from '../../confirm/judge-change.js';
import { makeChanges } from '../../confirm/make-changes.js';
import { addOutputOption, type OutputOption } from '../../output/output-option.js';
import { printAnswer } from '../../output/print-answer.js';
import type { Session } from '../../session/session.js';
import { registryUrlOf } from '../../system/registry-url-of.js';
import { addSuppressionsOption, readSuppressionsOf, type SuppressionsOption } from '../check/suppressions-option.js';
import { textReport } from '../formats/text-report.js';
import { openRegistry } from '../open-registry.js';
import { planRegistration } from '../registration/plan-registration.js';
import { addSchemasOption, schemasFolderOf, type SchemasOption } from '../schemas-folder.js';
import { pushResult, pushScreen } from './push-screen.js';
import { exitCodes } from '../../context/exit-codes.js';
import { counted } from '../../output/counted.js';

interface PushOptions extends SchemasOption, SuppressionsOption, OutputOption, ConfirmOptions {
  readonly registryUrl?: string;
  readonly dryRun?: boolean;
}

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
  addConfirmOptions(addOutputOption(addSuppressionsOption(addSchemasOption(push))));
  push.action(async ({ dryRun = false, output, ...options }: PushOptions) => {
    const { workingDir, env } = session;
    const schemasFolder = schemasFolderOf(push, options, workingDir);
    const suppressions = await readSuppressionsOf(push, options, { schemasFolder, workingDir });
    const registryUrl = registryUrlOf(session, options.registryUrl);
    const open = await openRegistry({ registryUrl, env });
    const proposed = readContracts(readFolder(schemasFolder, workingDir));
    const registrable = registrableContracts(proposed);
    const { steps: plan, ...found } = await planRegistration(registrable, proposed, { open, suppressions });
    if (found.blocking.length > 0) {
      session.stderr(`${textReport({ open: found.blocking })}Nothing was pushed.\n`);
      return setExitCode(exitCodes.problems);
    }
    if (found.standing.length > 0) {
      session.stderr(`${textReport({ open: found.standing })}Registered already as it is: nothing to push of these.\n`);
    }
    const changes = plan.filter((step) => pushResult(step) !== 'none').length;
    const what = `Change ${counted(changes, 'subject')} of the registry`;
    // What somebody has set for a subject is not changed in passing.
    const isGrave = plan.some(({ setsMode, modeBefore }) => setsMode && modeBefore !== undefined);
    if (!dryRun && changes > 0) await confirmChange(session, push, { what, isGrave }, options);
    const { registerSteps } = await import('@spillway/codecs');
    const done = dryRun ? plan : await makeChanges(session, () => registerSteps(open.registry, plan, session.signal));
    const document = plan.map((step, index) => ({
      ...{ subject: step.subject, mode: step.mode, id: done[index]?.id ?? null },
      ...{ setsMode: step.setsMode, registers: step.id === undefined },
    }));
    printAnswer(session, output, { document, rows: document, screen: () => pushScreen(plan, done) });
    session.stderr(`${changes} of ${counted(plan.length, 'subject')} ${dryRun ? 'would be changed' : 'changed'}.\n`);
  });
}
