// npm run bench -- <scenario> [--events n] [--rounds n] [--cold] [--split] [--output json] [--save]
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeCommit, describeMachine } from './harness/describe-machine.ts';
import { ratiosBetween, ratiosOf, resultsOf, type Report } from './harness/report.ts';
import { runRounds, type RoundsWanted } from './harness/run-rounds.ts';
import type { Scenario } from './harness/scenario.ts';
import { splitCores } from './harness/split-cores.ts';
import { useBrokers, type UsedBrokers } from './harness/use-brokers.ts';
import { writeResultsPage } from './results/write-results-page.ts';
import { auditSoak } from './scenarios/audit-soak/audit-soak.ts';
import { codec } from './scenarios/codec/codec.ts';
import { consume } from './scenarios/consume/consume.ts';
import { dashboards } from './scenarios/dashboards/dashboards.ts';
import { idle } from './scenarios/idle/idle.ts';
import { ingest } from './scenarios/ingest/ingest.ts';
import { ordered } from './scenarios/ordered/ordered.ts';
import { produce } from './scenarios/produce/produce.ts';
import { rebuild } from './scenarios/rebuild/rebuild.ts';
import { retry } from './scenarios/retry/retry.ts';
import { soak } from './scenarios/soak/soak.ts';

const scenarios: Readonly<Record<string, Scenario>> = {
  'audit-soak': auditSoak,
  codec,
  consume,
  dashboards,
  idle,
  ingest,
  ordered,
  produce,
  rebuild,
  retry,
  soak,
};
const usage = `usage: npm run bench -- <scenario> [--events n] [--rounds n] [--cold] [--split] [--output json] [--save]
  --cold   leaves the warm-up out: to see that it runs, not how fast
  --split  keeps the broker it starts on one core and the clients on another
  --save   keeps the result as the baseline and renews benchmarks/RESULTS.md
${Object.values(scenarios)
  .map(({ name, describe }) => `  ${name.padEnd(10)} ${describe}`)
  .join('\n')}\n`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const noBrokers: UsedBrokers = { brokers: [], processIds: [], release: async () => {} };

interface MeasureOptions extends Omit<RoundsWanted, 'brokerProcessIds'> {
  readonly events: number;
  readonly isSplit: boolean;
}

async function measure(scenario: Scenario, { events, isSplit, ...wanted }: MeasureOptions): Promise<Report> {
  const { brokers, processIds, release } = scenario.needsBrokers === false ? noBrokers : await useBrokers();
  try {
    const cores = isSplit ? splitCores(processIds) : 'cores shared';
    const { peers, ratios: pairs, versions, close } = await scenario.prepare({ brokers, events });
    const measured = await runRounds(peers, { ...wanted, brokerProcessIds: processIds }, say).finally(close);
    const machine = `${describeMachine()}, ${cores}`;
    const about = { scenario: scenario.name, commit: describeCommit(), machine, versions, rounds: wanted.rounds };
    return {
      ...about,
      results: resultsOf(measured),
      ratios: pairs ? ratiosBetween(measured, pairs) : ratiosOf(measured),
    };
  } finally {
    await release();
  }
}

async function main(): Promise<number> {
  const options = { events: { type: 'string' }, rounds: { type: 'string', default: '5' } } as const;
  const switches = {
    output: { type: 'string', default: 'text' },
    save: { type: 'boolean', default: false },
    split: { type: 'boolean', default: false },
    cold: { type: 'boolean', default: false },
  } as const;
  const { positionals, values } = parseArgs({ options: { ...options, ...switches }, allowPositionals: true });
  const scenario = scenarios[positionals[0] ?? ''];
  const events = Number(values.events ?? scenario?.defaultEvents);
  const rounds = Number(values.rounds);
  const isSenseless = values.cold && values.save;
  if (
    scenario === undefined ||
    !(events > 0) ||
    !(rounds > 0) ||
    !['text', 'json'].includes(values.output) ||
    isSenseless
  ) {
    process.stderr.write(usage);
    return 2;
  }
  const report = await measure(scenario, { events, rounds, isCold: values.cold, isSplit: values.split });
  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (values.output === 'json') process.stdout.write(json);
  else {
    for (const { name, figures } of report.results)
      if (figures !== undefined) say(`${name}: ${JSON.stringify(figures)}`);
    for (const [peer, { median, worst }] of Object.entries(report.ratios)) say(`${peer}: ${median} (worst ${worst})`);
  }
  if (values.save) {
    await writeFile(new URL(`./baselines/${scenario.name}.json`, import.meta.url), json);
    await writeResultsPage();
  }
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  const isUsage = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (isUsage) process.stderr.write(usage);
  return isUsage ? 2 : 1;
});
