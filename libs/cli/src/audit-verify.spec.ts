import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { expectGolden } from './spec-support/golden.js';
import { runAgainstApp } from './spec-support/run-against-app.js';

const partition = {
  topic: 'retail.orders',
  partition: 0,
  begin: '0',
  end: '171',
  stored: 171,
  gaps: [],
  missing: 0,
  dropped: [],
  refused: 0,
  duplicates: 0,
  lag: 0,
};
const empty = { ...partition, topic: 'retail.orders.payments.dlq', end: '0', stored: 0 };
const page = {
  ranges: 2,
  records: 171,
  droppedRanges: 0,
  supersededRanges: 0,
  findings: [],
  cut: false,
  nextCursor: null,
};
const finding = {
  problem: 'changed',
  topic: 'retail.orders',
  topicId: 'l1',
  partition: 0,
  first: '100',
  last: '170',
  expected: 71,
  found: 71,
  storedAt: '2026-11-26T09:13:22.120Z',
};

const failure = { errorCode: 'SPW-7002', detail: 'ClickHouse failed while hashing stored rows: no answer' };

const golden = (area: string, name: string): string => join(import.meta.dirname, area, 'golden', `${name}.golden`);

describe('spillway audit verify', () => {
  it('ends with 0 when all is well', async () => {
    const answers = [page, { complete: true, partitions: [partition, empty] }];
    const { exitCode, asked, stdout, stderr } = await runAgainstApp(['audit', 'verify'], answers);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(asked.map(({ path }) => path)).toEqual(['/audit/verification', '/audit/completeness']);
    expectGolden(golden('audit', 'verify'), stdout);
  });

  it('reads every page and ends with 3 when a range is not as it was written', async () => {
    const first = { ...page, findings: [finding], cut: true, nextCursor: 'abc' };
    const unvouched = { ...finding, problem: 'unvouched', first: '180', last: '180', expected: 0, found: 1 };
    const second = { ...page, droppedRanges: 3, supersededRanges: 1, findings: [{ ...unvouched, storedAt: null }] };
    const answers = [
      first,
      second,
      { complete: true, partitions: [{ ...partition, dropped: [{ first: '0', last: '9' }] }] },
    ];
    const args = ['audit', 'verify', '--topic', 'retail.orders', '--from', '2026-11-26T00:00:00Z'];
    const watched = { terminal: { stdout: false, stderr: true } };
    const { exitCode, asked, stdout, stderr } = await runAgainstApp(args, answers, 200, watched);
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: '171 records in 2 ranges so far\n' });
    expect((await runAgainstApp(args, answers)).stderr).toBe('');
    expect(asked.map(({ path }) => path)).toEqual([
      '/audit/verification?topic=retail.orders&from=2026-11-26T00%3A00%3A00Z',
      '/audit/verification?topic=retail.orders&from=2026-11-26T00%3A00%3A00Z&cursor=abc',
      '/audit/completeness?topic=retail.orders',
    ]);
    expectGolden(golden('audit', 'verify-findings'), stdout);
  });

  it.each([
    ['a gap', { gaps: [{ first: '7', last: '9' }], missing: 3 }],
    ['a duplicate', { duplicates: 1 }],
  ])('ends with 3 for %s, and says so as JSON', async (_what, change) => {
    const answers = [page, { complete: false, partitions: [{ ...partition, ...change }] }];
    const { exitCode, stdout } = await runAgainstApp(['audit', 'verify', '--output', 'json'], answers);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, findings: [], records: 171, partitions: [change] });
  });

  it('shows gaps with their offsets', async () => {
    const gaps = [{ first: '7', last: '9' }];
    const answers = [page, { complete: false, partitions: [{ ...partition, gaps, missing: 3, lag: 12 }] }];
    const { stdout } = await runAgainstApp(['audit', 'verify'], answers);
    expectGolden(golden('audit', 'verify-gaps'), stdout);
  });

  it('gives a problem per line to scripts, and nothing when all is well', async () => {
    const gap = { ...partition, gaps: [{ first: '7', last: '9' }], missing: 3 };
    const bad = [
      { ...page, findings: [finding] },
      { complete: false, partitions: [gap, empty] },
    ];
    const wrong = await runAgainstApp(['audit', 'verify', '-o', 'ndjson'], bad);
    expect(
      wrong.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([finding, gap]);
    const well = await runAgainstApp(
      ['audit', 'verify', '-o', 'ndjson'],
      [page, { complete: true, partitions: [partition] }],
    );
    expect(well).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('says where to go on when it is cut off', async () => {
    const { exitCode, stdout, stderr } = await runAgainstApp(['audit', 'verify', '--cursor', 'abc'], [failure], 503);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^Nothing wrong so far. To go on from here: --cursor abc\nSPW-7002 {2}ClickHouse failed/);
  });

  it.each([
    [
      'in a later page',
      [{ ...page, findings: [finding], nextCursor: 'abc' }, failure],
      ' To go on from here: --cursor abc',
    ],
    ['after the last', [{ ...page, findings: [finding] }, failure], ''],
  ])('shows what was found before it was cut off %s, and ends with 3', async (_when, answers, goOn) => {
    const cut = await runAgainstApp(['audit', 'verify'], answers, [200, 503]);
    expect(cut.exitCode).toBe(3);
    expect(cut.stdout).toMatch(/rows were changed +retail.orders +0 +100-170/);
    expect(cut.stdout).toMatch(/171 records in 2 ranges verified.*: 1 problem\.\n$/);
    expect(cut.stderr).toBe(`Broke off; this was found so far.${goOn}\nSPW-7002 ${failure.detail}\n`);
    const { stdout } = await runAgainstApp(['audit', 'verify', '-o', 'ndjson'], answers, [200, 503]);
    expect(JSON.parse(stdout)).toEqual(finding);
  });

  it('says nothing of what was found when not even the first page came', async () => {
    const { exitCode, stdout, stderr } = await runAgainstApp(['audit', 'verify'], [failure], 503);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^SPW-7002 {2}ClickHouse failed/);
  });
});
