import { get as httpGet, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import type { RunningApp } from '@spillway/nest';
import { memoryTransport, systemClock, type RecordExport } from '@spillway/streaming';
import { startAuditAnswers } from '../../../../test/support/start-audit-answers.js';

const partBytes = 64 * 1024;

/** A store that answers nothing until its asker leaves, and exports as it is told. */
class StoreThatWaits {
  readonly stopped: string[] = [];
  asked = 0;
  /** Answers at once, as though it was not what is asked for: the question behind it waits. */
  passes: string | undefined;
  exported: () => AsyncGenerator<Buffer> = async function* () {};

  readonly findRecords = (_query: unknown, signal: AbortSignal) => this.#wait('findRecords', signal);
  readonly recordsOfEvent = (_id: string, signal: AbortSignal) => this.#wait('recordsOfEvent', signal);
  readonly findDeliveries = (_query: unknown, signal: AbortSignal) => this.#wait('findDeliveries', signal);
  readonly failures = (_query: unknown, signal: AbortSignal) => this.#wait('failures', signal);
  readonly sample = (_type: string, _n: number, signal: AbortSignal) => this.#wait('sample', signal);
  readonly journey = (_id: string, signal: AbortSignal) => this.#wait('journey', signal);
  readonly verify = (_query: unknown, signal: AbortSignal) => this.#wait('verify', signal);
  readonly totals = (signal: AbortSignal) => this.#wait('totals', signal);
  readonly deliveriesOf = (_records: unknown, signal: AbortSignal) => this.#wait('deliveriesOf', signal);
  readonly coverage = (_log: unknown, { signal }: { readonly signal: AbortSignal }) =>
    this.#waitUnlessPassed('coverage', [], signal);
  readonly boards = {
    span: (_time: string, signal: AbortSignal) => this.#waitUnlessPassed('span', null, signal),
    ask: (_question: unknown, signal: AbortSignal) => this.#wait('ask', signal),
  };

  exportRecords(query: { readonly eventId?: string }, _format: string, signal: AbortSignal): Promise<unknown> {
    if (query.eventId === 'wait') return this.#wait('exportRecords', signal);
    this.asked += 1;
    return Promise.resolve({ rows: 3, chunks: this.exported() } satisfies RecordExport);
  }

  #waitUnlessPassed<T>(method: string, answer: T, signal: AbortSignal): Promise<T> {
    return this.passes === method ? Promise.resolve(answer) : this.#wait(method, signal);
  }

  #wait(method: string, signal: AbortSignal): Promise<never> {
    this.asked += 1;
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        this.stopped.push(method);
        reject(signal.reason as Error);
      });
    });
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 500 && !holds(); attempt += 1) await systemClock.sleep(10);
  expect(holds()).toBe(true);
}

describe('a client', () => {
  const store = new StoreThatWaits();
  let app: RunningApp;
  beforeAll(async () => {
    const transport = memoryTransport();
    await transport.admin().ensureTopics([{ name: 'retail.orders', partitions: 1 }]);
    app = await startAuditAnswers(store, { transport, topics: ['retail.orders'] });
  });
  beforeEach(() => {
    store.stopped.length = 0;
    store.asked = 0;
    store.passes = undefined;
    store.exported = async function* () {};
  });
  afterAll(() => app.close());

  const request = (path: string): ClientRequest => httpGet(`${app.url}${path}`).on('error', () => {});
  const answerTo = async (asked: ClientRequest): Promise<IncomingMessage> => {
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return answer.on('error', () => {});
  };

  it.each<[string, string, string | undefined]>([
    ['/audit/events', 'findRecords', undefined],
    ['/audit/events/e', 'recordsOfEvent', undefined],
    ['/audit/events/e/raw', 'recordsOfEvent', undefined],
    ['/audit/deliveries', 'findDeliveries', undefined],
    ['/audit/failures', 'failures', undefined],
    ['/audit/sample?type=t', 'sample', undefined],
    ['/audit/journeys/e', 'journey', undefined],
    ['/audit/export?eventId=wait', 'exportRecords', undefined],
    ['/audit/verification', 'verify', undefined],
    ['/audit/completeness', 'coverage', undefined],
    ['/audit/summary', 'coverage', undefined],
    ['/audit/summary', 'totals', 'coverage'],
    ['/analytics', 'span', undefined],
    ['/analytics/revenue', 'span', undefined],
    ['/analytics/revenue', 'ask', 'span'],
    ['/analytics/volume', 'ask', undefined],
  ])('80 that leaves %s mid-question stops the question: %s', async (path, method, passes) => {
    store.passes = passes;
    const asked = request(path);
    await until(() => store.asked === 1);
    asked.destroy();
    await until(() => store.stopped.length === 1);
    expect(store.stopped).toEqual([method]);
  });

  it('80 that leaves a question in a body stops the question', async () => {
    const headers = { 'content-type': 'application/json' };
    const asked = httpRequest(`${app.url}/analytics/query`, { method: 'POST', headers }).on('error', () => {});
    asked.end(JSON.stringify({ subject: 'records', measures: ['records'] }));
    await until(() => store.asked === 1);
    asked.destroy();
    await until(() => store.stopped.length === 1);
    expect(store.stopped).toEqual(['ask']);
  });

  it('80 that leaves an export half way stops it', async () => {
    let [given, ended] = [0, false];
    store.exported = async function* () {
      try {
        for (;;) {
          given += 1;
          yield Buffer.alloc(partBytes);
          await systemClock.sleep(0);
        }
      } finally {
        ended = true;
      }
    };
    const asked = request('/audit/export');
    const answer = await answerTo(asked);
    answer.pause();
    await until(() => given > 2);
    asked.destroy();
    await until(() => ended);
  });

  it('that does not read is not written to without end', async () => {
    let given = 0;
    store.exported = async function* () {
      for (; given < 10_000; given += 1) yield Buffer.alloc(partBytes);
    };
    const asked = request('/audit/export');
    (await answerTo(asked)).pause();
    let before = -1;
    while (before !== given) {
      before = given;
      await systemClock.sleep(200);
    }
    expect(given).toBeLessThan(1_000);
    asked.destroy();
  });

  it.each([
    ['an error of the store', new SpillwayError('SPW-7002', 'gone')],
    ['a defect', new TypeError('x is not a function')],
  ])('81 never takes a part for the whole: %s after the first bytes cuts the answer', async (_name, error) => {
    store.exported = async function* () {
      yield Buffer.alloc(partBytes, 'x');
      yield Buffer.alloc(partBytes, 'y');
      throw error;
    };
    const answer = await answerTo(request('/audit/export?format=csv'));
    expect(answer.statusCode).toBe(200);
    await expect(text(answer)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect({ complete: answer.complete, trailers: answer.trailers }).toEqual({ complete: false, trailers: {} });
    const fetched = await fetch(`${app.url}/audit/export?format=csv`);
    await expect(fetched.text()).rejects.toThrow();
  });

  it('81 gets a problem document when an export fails before its first byte', async () => {
    store.exported = async function* () {
      yield* [];
      throw new SpillwayError('SPW-7005', 'too long');
    };
    const answer = await answerTo(request('/audit/export'));
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(await text(answer))).toMatchObject({ errorCode: 'SPW-7005' });
  });

  it('81 of HTTP/1.0, which cannot tell a cut from an end, gets no export', async () => {
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname.replaceAll(/[[\]]/g, ''));
    socket.write('GET /audit/export HTTP/1.0\r\nHost: x\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 [\s\S]*SPW-4000/);
  });

  it('that asks for the head of an export only gets that, and nothing is exported', async () => {
    let given = 0;
    store.exported = async function* () {
      for (; given < 1_000; given += 1) yield Buffer.alloc(partBytes);
    };
    const answer = await fetch(`${app.url}/audit/export`, { method: 'HEAD' });
    expect({ status: answer.status, text: await answer.text() }).toEqual({ status: 200, text: '' });
    expect(given).toBeLessThan(3);
  });

  it('gets an empty export with its count and digest', async () => {
    const answer = await answerTo(request('/audit/export'));
    expect(await text(answer)).toBe('');
    expect(answer).toMatchObject({
      complete: true,
      trailers: { 'content-digest': 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:' },
    });
  });
});
