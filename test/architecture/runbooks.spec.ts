import { describe, expect, it } from '@jest/globals';
import { metricsTable, type MetricDefinition } from '@spillway/streaming';
import { logLines, type LogLine } from '../support/log-lines.js';
import { read, sourceFiles } from '../support/source-files.js';

const incidentCodes = read('libs/streaming/src/assignment/incident.ts').match(/SPW-\d{4}/g) ?? [];

/** Lines whose text comes from elsewhere: what a runbook has to name instead. */
const namedInstead: Readonly<Record<string, readonly string[]>> = {
  'libs/streaming/src/positions/open-incidents.ts': incidentCodes,
  'libs/streaming/src/member/incident-answers.ts': ['The gap is accepted', 'The start is set'],
  // What kafkajs says.
  'libs/kafka/src/client/log-bridge.ts': ['kafkajs: …'],
  // What Nest says.
  'libs/nest/src/http/nest-logger.ts': [],
};

const runbookFiles = sourceFiles(/^docs\/runbooks\/(?!README).*\.md$/);
const runbooks = oneLine(runbookFiles.map(read).join(' '));
const code = sourceFiles(/^(?:libs|apps)\/[^/]+\/src\/.*\.ts$/).filter((file) => !/(?:spec|support)\.ts$/.test(file));

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

function isExplained({ file, texts, codes }: LogLine, explained: string): boolean {
  const instead = namedInstead[file];
  if (instead !== undefined) return instead.every((text) => explained.includes(text));
  return [...texts, ...codes].some((text) => explained.includes(text));
}

function unexplained(lines: readonly LogLine[], explained: string): readonly string[] {
  const left = lines.filter((line) => !isExplained(line, explained));
  return left.map(({ file, line, texts, codes }) => `${file}:${line} ${[...texts, ...codes].join(' … ')}`);
}

describe('runbooks', () => {
  const lines = code.flatMap((file) => logLines(file, read(file)));

  it('name every warning and error that libraries and apps log, by its text or its code', () => {
    expect(lines.length).toBeGreaterThan(40);
    expect(unexplained(lines, runbooks)).toEqual([]);
  });

  it('would be missed for a line that none of them names', () => {
    const unknown = ['SPW', '0000'].join('-');
    const planted = [
      `this.#options.logger.warn({ errorCode: '${unknown}' }, 'Something nobody has heard of');`,
      'logger.error({}, `${topic} is odd in a way nobody has heard of`);',
      'logger[severity]({}, text);',
      "const what = 'Yet another thing nobody knows'; log.error({}, what);",
    ];
    const found = planted.flatMap((text, index) => logLines(`${index}.ts`, text));
    expect(unexplained(found, runbooks)).toEqual([
      `0.ts:1 Something nobody has heard of … ${unknown}`,
      '1.ts:1 is odd in a way nobody has heard of',
      '2.ts:1 ',
      '3.ts:1 Yet another thing nobody knows',
    ]);
    expect(unexplained(found.slice(0, 1), `see ${unknown}`)).toEqual([]);
  });

  it('are missed when one of them goes', () => {
    const others = runbookFiles.filter((file) => !file.endsWith('/copy-not-written.md')).map(read);
    expect(unexplained(lines, oneLine(others.join(' '))).join()).toContain('A copy cannot be written');
  });

  it('name every metric that is an alarm', () => {
    const alarms = Object.entries<MetricDefinition>(metricsTable).filter(([, { isAlarm }]) => isAlarm);
    expect(alarms.length).toBeGreaterThan(10);
    expect(alarms.map(([name]) => name).filter((name) => !runbooks.includes(name))).toEqual([]);
  });

  it('stand in the list of runbooks, which says by what they are seen', () => {
    const list = read('docs/runbooks/README.md');
    expect(runbookFiles.filter((file) => !list.includes(`(${file.split('/').at(-1)})`))).toEqual([]);
  });

  it('know of files with texts from elsewhere only where such a line is', () => {
    const files = new Set(lines.map(({ file }) => file));
    expect(Object.keys(namedInstead).filter((file) => !files.has(file))).toEqual([]);
    expect(incidentCodes.length).toBe(4);
  });
});
