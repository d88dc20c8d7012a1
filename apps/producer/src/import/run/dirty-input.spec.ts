import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestProducer, type TestProducer } from '../../../../../test/support/memory-producer.js';
import { untilImported } from '../../../../../test/support/until-imported.js';
import type { ImportStatus } from './import-status.js';

const folder = resolve(import.meta.dirname, '../../../../../test/fixtures/dirty');
/** As a glob gives them: in sorted order, which decides who is the first copy. */
const files = readdirSync(folder)
  .filter((name) => name.includes('.csv'))
  .toSorted();
const expected = JSON.parse(readFileSync(join(folder, 'expected-summary.json'), 'utf8')) as Pick<
  ImportStatus,
  'input' | 'produced'
>;

let producer: TestProducer;
let status: ImportStatus;
const dataDir = mkdtempSync(join(tmpdir(), 'spillway-dirty-'));
const rejectsFile = join(dataDir, 'rejects.ndjson');

beforeAll(async () => {
  const environment = {
    SPILLWAY_IMPORT_FILES: files.map((name) => join(folder, name)).join(','),
    SPILLWAY_IMPORT_ID: 'dirty',
    SPILLWAY_IMPORT_REJECTS_FILE: rejectsFile,
  };
  producer = await startTestProducer({ environment });
  status = await untilImported(producer);
}, 60_000);
afterAll(async () => {
  await producer.close();
  rmSync(dataDir, { recursive: true });
});

describe('importing dirty files', () => {
  it('ends with the expected summary', () => {
    const { rejects, ...input } = status.input;
    const named = rejects.map((reject) => ({ ...reject, file: reject.file.slice(folder.length + 1) }));
    expect([status.id, status.state]).toEqual(['dirty', 'done']);
    expect({ input: { ...input, rejects: named }, produced: status.produced }).toEqual(expected);
  });

  it('writes every reject into the rejects file', () => {
    const lines = readFileSync(rejectsFile, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(status.input.rejects);
  });

  it('publishes exactly the good orders, each once, with what the file says', async () => {
    const invoices = (await producer.published()).map(({ payload }) => payload as { invoiceNo: string });
    expect(invoices.map(({ invoiceNo }) => invoiceNo).toSorted()).toEqual(
      ['536365', '536366', '536378', '536414', '536416', '536500', '536501', 'C536379', 'C536502'].toSorted(),
    );
    expect(invoices.find(({ invoiceNo }) => invoiceNo === '536416')).toMatchObject({
      customerId: '17850',
      country: 'EIRE',
      lines: [{ description: 'SET 7 "BABUSHKA" NESTING BOXES', quantity: -2_147_483_648, unitPrice: '-7.6543' }],
    });
    expect(invoices.find(({ invoiceNo }) => invoiceNo === '536500')).toMatchObject({
      lines: [{ unitPrice: '7.6500' }, { description: 'GLASS STAR\nFROSTED, T-LIGHT HOLDER' }],
    });
  });
});
