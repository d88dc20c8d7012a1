// npm run bench -- <scenario> [--events n] [--rounds n] [--output json] [--save]
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeCommit, describeMachine } from './harness/describe-machine.ts';
import { ratiosOf, resultsOf, type Report } from './harness/report.ts';
import { runRounds } from './harness/run-rounds.ts';
import type { Scenario } from './harness/scenario.ts';
import { useBrokers } from './harness/use-brokers.ts';
import { writeResultsPage } from './results/write-results-page.ts';
import { consume } from './scenarios/consume/consume.ts';

const scenarios: Readonly<Record<string, Scenario>> = { consume };
const usage = `usage: npm run bench -- <scenario> [--events n] [--rounds n] [--output json] [--save]
  --save   keeps the result as the baseline and renews benchmarks/RESULTS.md
${Object.values(scenarios)
  .map(({ name, describe }) => `  ${name.padEnd(10)} ${describe}`)
  .join('\n')}\n`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function measure(scenario: Scenario, events: number, rounds: number): Promise<Report> {
  const { brokers, release } = await useBrokers();
  try {
    const { peers, versions, close } = await scenario.prepare({ brokers, events });
    const measured = await runRounds(peers, rounds, say).finally(close);
    const about = { scenario: scenario.name, commit: describeCommit(), machine: describeMachine(), versions, rounds };
    return { ...about, results: resultsOf(measured), ratios: ratiosOf(measured) };
  } finally {
    await release();
  }
}

async function main(): Promise<number> {
  const options = { events: { type: 'string' }, rounds: { type: 'string', default: '5' } } as const;
  const switches = { output: { type: 'string', default: 'text' }, save: { type: 'boolean', default: false } } as const;
  const { positionals, values } = parseArgs({ options: { ...options, ...switches }, allowPositionals: true });
  const scenario = scenarios[positionals[0] ?? ''];
  const events = Number(values.events ?? scenario?.defaultEvents);
  const rounds = Number(values.rounds);
  if (scenario === undefined || !(events > 0) || !(rounds > 0) || !['text', 'json'].includes(values.output)) {
    process.stderr.write(usage);
    return 2;
  }
  const report = await measure(scenario, events, rounds);
  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (values.output === 'json') process.stdout.write(json);
  else
    for (const [peer, { median, worst }] of Object.entries(report.ratios))
      say(`ours / ${peer}: ${median} (worst ${worst})`);
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
