import type { Command } from 'commander';
import { addConfirmOptions, confirmChange } from '../confirm/confirm-change.js';
import type { ConfirmOptions } from '../confirm/judge-change.js';
import { makeChanges } from '../confirm/make-changes.js';
import {
  addSuppressionsOption,
  readSuppressionsOf,
  type SuppressionsOption,
} from '../contracts/check/suppressions-option.js';
import { openRegistry } from '../contracts/open-registry.js';
import { findUpwards } from '../files/find-upwards.js';
import {
  addManifestsOptions,
  addPrincipalOption,
  readManifests,
  type ManifestsOptions,
} from '../manifests/read-manifests.js';
import { addExamples } from '../help/add-examples.js';
import { addOutputOption, type OutputOption } from '../output/output-option.js';
import { printAnswer } from '../output/print-answer.js';
import type { Session } from '../session/session.js';
import { registryUrlOf } from '../system/registry-url-of.js';
import { withLog } from './with-log.js';
import { planRows, type PlanRow } from './plan-rows.js';
import { planScreen } from './plan-screen.js';
import { applySystem, planSystem } from './system-plan.js';
import { exitCodes } from '../context/exit-codes.js';
import { counted } from '../output/counted.js';

interface TopicsOptions extends ManifestsOptions, SuppressionsOption, OutputOption {
  readonly brokers?: string;
  readonly registryUrl?: string;
}

interface ApplyOptions extends TopicsOptions, ConfirmOptions {}

const planExamples = `
Examples:
  spillway topics plan                       what differs; exit code 3 when something does
  spillway topics plan --output ndjson       a line for each difference, for scripts
  spillway topics plan --principal consumer=User:CN=consumer.example.org
`;

const applyExamples = `
Examples:
  spillway topics apply                      prints the changes, asks, makes them
  spillway topics apply --yes                the same without asking, at deployment; a second time changes nothing
`;

/** `spillway topics …`: topics, contracts and access as the manifests of the apps want them. */
export function addTopicsCommand(program: Command, session: Session, setExitCode: (code: number) => void): void {
  const topics = program
    .command('topics')
    .description('Looks after topics, subjects and access, as the manifests of the apps want them.');
  addExamples(topics, [
    ['topics plan', 'what differs'],
    ['topics apply', 'makes it so, after asking'],
  ]);
  const plan = addVerb(topics, 'plan', 'Shows what differs between the manifests and the system. Changes nothing.');
  plan.addHelpText('after', planExamples).action(async (options: TopicsOptions) => {
    const rows = await onSystem({ command: plan, session, options }, async (found) => planRows(found));
    print(session, options, rows);
    session.stderr(summary(rows));
    setExitCode(differences(rows).length > 0 ? exitCodes.problems : 0);
  });
  const apply = addConfirmOptions(
    addVerb(
      topics,
      'apply',
      'Prints what differs, asks, and makes the changes. Deletes nothing, and lets no topic keep less.',
    ),
  ).addHelpText('after', applyExamples);
  apply.action(async (options: ApplyOptions) => {
    // Where nobody can be asked that is said before anything else is.
    if (session.ask === undefined) await confirmChanges({ command: apply, session, options }, 'the changes');
    setExitCode(await applyPlan({ command: apply, session, options }));
  });
}

function addVerb(topics: Command, name: string, description: string): Command {
  const verb = topics
    .command(name)
    .description(description)
    .option('--brokers <list>', 'host:port, several with commas; default: SPILLWAY_KAFKA_BROKERS')
    .option('--registry-url <url>', 'default: SPILLWAY_REGISTRY_URL');
  return addPrincipalOption(addManifestsOptions(addSuppressionsOption(addOutputOption(verb))));
}

interface Call<T extends TopicsOptions> {
  readonly command: Command;
  readonly session: Session;
  readonly options: T;
}

async function applyPlan(call: Call<ApplyOptions>): Promise<number> {
  const { session, options } = call;
  return onSystem(call, async (plan, apply) => {
    const rows = planRows(plan);
    print(session, options, rows);
    if (rows.some(({ action }) => action === 'breaks')) {
      session.stderr('A contract breaks what was written or is read. Nothing was changed.\n');
      return exitCodes.problems;
    }
    const left = rows.some(({ action }) => action === 'by hand');
    const changes = differences(rows).filter(({ action }) => action !== 'by hand');
    if (changes.length === 0) {
      session.stderr(summary(rows));
      return left ? exitCodes.problems : 0;
    }
    await confirmChanges(call, counted(changes.length, 'change'));
    await makeChanges(session, apply);
    session.stderr(`${counted(changes.length, 'change')} made${left ? '; what is by hand is left' : ''}.\n`);
    return left ? exitCodes.problems : 0;
  });
}

function confirmChanges({ command, session, options }: Call<ApplyOptions>, changes: string): Promise<void> {
  return confirmChange(session, command, { what: `Make ${changes}`, isGrave: true }, options);
}

/** Plans on the system that the options name, and gives what does the plan. */
async function onSystem<T>(
  { command, session, options }: Call<TopicsOptions>,
  work: (plan: Awaited<ReturnType<typeof planSystem>>, apply: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const { env, workingDir } = session;
  const manifests = await readManifests(command, workingDir, options);
  const schemasFolder = findUpwards(workingDir, 'schemas');
  const suppressions = await readSuppressionsOf(command, options, { schemasFolder, workingDir });
  const registryUrl = registryUrlOf(session, options.registryUrl);
  const registry = await openRegistry({ registryUrl, env });
  return withLog(session, options.brokers, async (admin) => {
    const system = { admin, registry };
    const plan = await planSystem(manifests, system, suppressions);
    return work(plan, () => applySystem(plan, system, session.signal));
  });
}

function print(session: Session, { output }: OutputOption, rows: readonly PlanRow[]): void {
  printAnswer(session, output, { document: rows, rows, screen: () => planScreen(rows) });
}

function differences(rows: readonly PlanRow[]): readonly PlanRow[] {
  return rows.filter(({ action }) => action !== 'note');
}

function summary(rows: readonly PlanRow[]): string {
  const { length } = differences(rows);
  return length === 0 ? 'Everything is as the manifests want it.\n' : `${counted(length, 'difference')}.\n`;
}
