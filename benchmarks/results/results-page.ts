import { goals } from '../goals/goals.ts';
import { judgeGoals, type JudgedGoal } from '../goals/judge-goals.ts';
import type { PeerResult, Report } from '../harness/report.ts';

const mebibyte = 1_024 * 1_024;
const head = `# Benchmark results

Generated from \`benchmarks/baselines/\` by \`npm run bench -- <scenario> --save\`; the observations are written by hand in
\`benchmarks/observations/\`. Ratios are ours / peer within one round: above 1 is better for us. \`<peer>/cpu\` compares the
work done per CPU second of the client process, which a busy broker on the same machine moves less than the rate. The broker's
CPU is that of a peer's whole round, its set-up and what it waits for at its end among it, by the events that are measured.
`;

export interface ResultsEntry {
  readonly report: Report;
  /** Hand-written Markdown; may be empty. */
  readonly observations: string;
}

export function resultsPage(entries: readonly ResultsEntry[]): string {
  return [head, ...entries.map(section)].join('\n');
}

function section({ report, observations }: ResultsEntry): string {
  const { scenario, commit, machine, versions, rounds, results, ratios } = report;
  const versionList = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const resultRows = results.map(resultRow);
  const ratioRows = Object.entries(ratios).map(
    ([name, { median, worst }]) => `| ${name} | ${median.toFixed(2)} | ${worst.toFixed(2)} |`,
  );
  const figureRows = results.flatMap(({ name, figures = {} }) =>
    Object.entries(figures).map(([figure, value]) => `| ${name} | ${figure} | ${value.toLocaleString('en')} |`),
  );
  const figureTable =
    figureRows.length === 0 ? '' : `\n| | figure | median |\n| --- | --- | ---: |\n${figureRows.join('\n')}\n`;
  const ratioTable =
    ratioRows.length === 0
      ? ''
      : `\n| ours / | median | worst round |\n| --- | ---: | ---: |\n${ratioRows.join('\n')}\n`;
  return `## ${scenario}

Commit ${commit} · ${machine} · ${versionList.join(', ')} · ${rounds} rounds after a warm-up

| | events/s | CPU µs/event | broker's CPU µs/event | event loop delay p99 ms | peak RSS MiB |
| --- | ---: | ---: | ---: | ---: | ---: |
${resultRows.join('\n')}
${figureTable}${ratioTable}${goalTable(judgeGoals(report, goals[scenario] ?? []))}
${observations.trim()}
`;
}

function resultRow(result: PeerResult): string {
  const { name, eventsPerSecond, cpuMicrosPerEvent, brokerCpuMicrosPerEvent, eventLoopDelayP99Ms, peakRssBytes } =
    result;
  const cells = [
    name,
    eventsPerSecond.toLocaleString('en'),
    cpuMicrosPerEvent.toFixed(2),
    brokerCpuMicrosPerEvent?.toFixed(2) ?? '',
    eventLoopDelayP99Ms?.toFixed(1) ?? '',
    `${Math.round(peakRssBytes / mebibyte)}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function goalTable(judged: readonly JudgedGoal[]): string {
  if (judged.length === 0) return '';
  const rows = judged.map((goal) => {
    const { of, floor, aim, isLimit, measured } = goal;
    const sign = isLimit ? '≤' : '≥';
    const aimed = aim === undefined ? '' : `${sign} ${aim}`;
    return `| ${of} | ${measured?.toFixed(2) ?? '?'} | ${sign} ${floor} | ${aimed} | ${verdictOn(goal)} |`;
  });
  return `\n| goal | median | floor | aim | |\n| --- | ---: | ---: | ---: | --- |\n${rows.join('\n')}\n`;
}

function verdictOn({ aim, isReached, isAimReached, missed }: JudgedGoal): string {
  if (!isReached) return `**not reached**${missed === undefined ? '' : `: ${missed}`}`;
  if (aim === undefined) return 'reached';
  return isAimReached ? 'aim reached' : 'floor reached';
}
