import { copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import type { RecordSink } from '@spillway/streaming';
import { sinkWith } from '@spillway/testing';
import {
  startTestProducer,
  type TestProducer,
  type TestProducerOptions,
} from '../../../../../test/support/memory-producer.js';
import { untilImported } from '../../../../../test/support/until-imported.js';
import { provideState } from '../../../../../tools/local-state/provide-state.ts';
import { columns } from '../orders/columns.js';

const folder = mkdtempSync(join(tmpdir(), 'spillway-import-'));
const started: TestProducer[] = [];
afterEach(() => Promise.all(started.splice(0).map((producer) => producer.close())));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of one-line orders, all of one customer. */
function orders(name: string, count: number, first = 536365): string {
  const lines = Array.from(
    { length: count },
    (_, index) => `${first + index},85123A,HOLDER,${index},2010-12-01 08:26:00,2.55,17850.0,United Kingdom`,
  );
  const path = join(folder, `${name}.csv`);
  writeFileSync(path, [columns.join(','), ...lines, ''].join('\n'));
  return path;
}

async function start(files: readonly string[], importId: string, options: TestProducerOptions = {}) {
  const environment = {
    SPILLWAY_IMPORT_FILES: files.join(','),
    SPILLWAY_IMPORT_ID: importId,
    ...options.environment,
  };
  const producer = await startTestProducer({ ...options, environment });
  started.push(producer);
  return producer;
}

type Hurt = (id: string, calls: number) => 'write' | 'lose the answer' | 'refuse';

function hurtSink(hurt: Hurt) {
  return (sink: RecordSink): RecordSink => {
    let calls = 0;
    return sinkWith(sink, {
      append: async (record) => {
        const fate = hurt(String(record.headers['ce_id']), ++calls);
        if (fate === 'refuse') throw new SpillwayError('SPW-1110', 'refused');
        const position = await sink.append(record);
        if (fate === 'lose the answer') throw new SpillwayError('SPW-1111', 'the answer was lost');
        return position;
      },
    });
  };
}

const placed = 'retail.orders.OrderPlaced';

describe('an import', () => {
  it('is counted once over a restart in its middle, and adds nothing when it comes again', async () => {
    const file = orders('restart', 60);
    const kept = { environment: { SPILLWAY_DATA_DIR: join(folder, 'state') } };
    await provideState(kept.environment.SPILLWAY_DATA_DIR);
    // 20 events are noted, the next lies in the log without a note, the rest was never written.
    const fates: Hurt = (_, calls) => (calls <= 20 ? 'write' : calls === 21 ? 'lose the answer' : 'refuse');
    const first = await start([file], 'run', { ...kept, sink: hurtSink(fates) });
    await until(async () => (await first.get('/import')).body.produced[placed] === 20);
    await first.close();

    const second = await start([file], 'run', { ...kept, log: first.log });
    const { produced, input } = await untilImported(second);
    expect([produced[placed], produced['deduplicated']]).toEqual([60, 0]);
    expect(input).toMatchObject({ lines: 60, orders: 60, rejectedOrders: 0 });
    expect(await second.published()).toHaveLength(61);
    await second.close();

    const third = await start([file], 'another run', { ...kept, log: first.log });
    expect((await untilImported(third)).produced).toMatchObject({ [placed]: 0, deduplicated: 60 });
    expect(await third.published()).toHaveLength(61);
  }, 120_000);

  it('takes a file that is named twice as two inputs', async () => {
    const file = orders('twice', 5);
    const producer = await start([file, file], 'run');
    const { produced, input } = await untilImported(producer);
    expect([input.files, input.orders, produced[placed], produced['deduplicated']]).toEqual([2, 10, 5, 5]);
  }, 60_000);

  it('waits through an outage of the log, keeps the order of a key and loses nothing', async () => {
    const sink = hurtSink((_, calls) => (calls % 3 === 0 && calls < 40 ? 'refuse' : 'write'));
    const producer = await start([orders('outage', 30)], 'run', { sink });
    expect((await untilImported(producer)).produced[placed]).toBe(30);
    const invoices = (await producer.published()).map(({ payload }) => (payload as { invoiceNo: string }).invoiceNo);
    expect(invoices).toEqual(invoices.toSorted());
    expect(invoices).toHaveLength(30);
  }, 60_000);

  it('publishes again what may not have been written, and counts it once', async () => {
    const lost = new Set<string>();
    const sink = hurtSink((id) => {
      if (lost.size > 0) return 'write';
      lost.add(id);
      return 'lose the answer';
    });
    const producer = await start([orders('unknown', 3)], 'run', { sink });
    expect((await untilImported(producer)).produced).toMatchObject({ [placed]: 3, deduplicated: 0 });
    expect((await producer.published()).filter(({ envelope }) => lost.has(envelope.id))).toHaveLength(2);
  }, 60_000);

  it('keeps to its rate', async () => {
    const file = orders('rate', 40);
    const startedMs = Date.now();
    const producer = await start([file], 'run', { environment: { SPILLWAY_IMPORT_RATE: '40' } });
    await untilImported(producer);
    expect(Date.now() - startedMs).toBeGreaterThan(900);
  }, 60_000);

  it('fails with the reason when a file cannot be read to its end, and publishes nothing of it', async () => {
    const producer = await start([cutOffGzip()], 'run');
    await until(async () => (await producer.get('/import')).body.state === 'failed');
    expect((await producer.get('/import')).body.error).toContain('SPW-4090');
    expect(await producer.published()).toEqual([]);
  }, 60_000);
});

function cutOffGzip(): string {
  const path = join(folder, 'cut.csv.gz');
  const sample = join(import.meta.dirname, '../../../../../samples/online-retail-2010-12-01.csv.gz');
  copyFileSync(sample, path);
  truncateSync(path, 20_000);
  return path;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > endMs) throw new Error('What the test waits for did not happen');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
