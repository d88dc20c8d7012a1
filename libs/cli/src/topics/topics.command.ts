import { Option, type Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { openRegistry } from '../contracts/open-registry.js';
import { refuseUsage } from '../contracts/refuse-usage.js';
import {
  addManifestsOptions,
  addPrincipalOption,
  readManifests,
  type ManifestsOptions,
} from '../manifests/read-manifests.js';
import { withLog } from './open-log.js';
import { planRows, type PlanRow } from './plan-rows.js';
import { printRows, type PlanForm } from './print-rows.js';
import { applySystem, planSystem } from './system-plan.js';

interface TopicsOptions extends ManifestsOptions {
  readonly brokers?: string;
  readonly registryUrl?: string;
  readonly output: PlanForm;
}

interface ApplyOptions extends TopicsOptions {
  readonly yes?: boolean;
}

const findingsExitCode = 3;

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
export function addTopicsCommand(program: Command, context: CliContext, setExitCode: (code: number) => void): void {
  const topics = program
    .command('topics')
    .description('Looks after topics, subjects and access, as the manifests of the apps want them.');
  const plan = addVerb(topics, 'plan', 'Shows what differs between the manifests and the system. Changes nothing.');
  plan.addHelpText('after', planExamples).action(async (options: TopicsOptions) => {
    const rows = await onSystem({ command: plan, context, options }, async (found) => planRows(found));
    context.stdout(printRows(rows, options.output));
    context.stderr(summary(rows));
    setExitCode(differences(rows).length > 0 ? findingsExitCode : 0);
  });
  const apply = addVerb(
    topics,
    'apply',
    'Prints what differs, asks, and makes the changes. Deletes nothing, and lets no topic keep less.',
  )
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', applyExamples);
  apply.action(async (options: ApplyOptions) => {
    if (options.yes !== true && context.confirm === undefined) {
      refuseUsage(apply, 'There is no terminal to ask on: look at the plan first, then say --yes.');
    }
    setExitCode(await applyPlan({ command: apply, context, options }));
  });
}

function addVerb(topics: Command, name: string, description: string): Command {
  const verb = topics
    .command(name)
    .description(description)
    .option('--brokers <list>', 'host:port, several with commas; default: SPILLWAY_KAFKA_BROKERS')
    .option('--registry-url <url>', 'default: SPILLWAY_REGISTRY_URL')
    .addOption(
      new Option('-o, --output <form>', 'how to print it').choices(['table', 'json', 'ndjson']).default('table'),
    );
  return addPrincipalOption(addManifestsOptions(verb));
}

interface Call<T extends TopicsOptions> {
  readonly command: Command;
  readonly context: CliContext;
  readonly options: T;
}

async function applyPlan(call: Call<ApplyOptions>): Promise<number> {
  const { context, options } = call;
  return onSystem(call, async (plan, apply) => {
    const rows = planRows(plan);
    context.stdout(printRows(rows, options.output));
    const left = rows.some(({ action }) => action === 'by hand');
    const changes = differences(rows).filter(({ action }) => action !== 'by hand');
    if (changes.length === 0) {
      context.stderr(summary(rows));
      return left ? findingsExitCode : 0;
    }
    if (options.yes !== true && !(await context.confirm!(`Make ${counted(changes.length, 'change')}?`))) {
      context.stderr('Nothing was changed.\n');
      return 1;
    }
    await apply();
    context.stderr(`${counted(changes.length, 'change')} made${left ? '; what is by hand is left' : ''}.\n`);
    return left ? findingsExitCode : 0;
  });
}

/** Plans on the system that the options name, and gives what does the plan. */
async function onSystem<T>(
  { command, context, options }: Call<TopicsOptions>,
  work: (plan: Awaited<ReturnType<typeof planSystem>>, apply: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const { env, workingDir } = context;
  const manifests = await readManifests(command, workingDir, options);
  const registry = await openRegistry({ ...options, env });
  return withLog({ ...options, env }, async (admin) => {
    const plan = await planSystem(manifests, { admin, registry });
    return work(plan, () => applySystem(plan, manifests, { admin, registry }));
  });
}

function differences(rows: readonly PlanRow[]): readonly PlanRow[] {
  return rows.filter(({ action }) => action !== 'note');
}

function summary(rows: readonly PlanRow[]): string {
  const { length } = differences(rows);
  return length === 0 ? 'Everything is as the manifests want it.\n' : `${counted(length, 'difference')}.\n`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
