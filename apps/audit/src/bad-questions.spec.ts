import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { OrderPlaced, knownEvents } from '@spillway/events';
import type { RunningApp } from '@spillway/nest';
import { EventPublisher, memoryTransport, silentLogger, systemClock } from '@spillway/streaming';
import { auditedTopics, startAuditApp } from './index.js';

/** Every route that answers from the store, with what it needs to answer 200. */
const routes = [
  ['/audit/events', ''],
  ['/audit/deliveries', ''],
  ['/audit/failures', ''],
  ['/audit/sample', 'type=retail.orders.OrderPlaced'],
  ['/audit/export', ''],
  ['/audit/events/order-1', ''],
  ['/audit/events/order-1/raw', ''],
  ['/audit/journeys/order-1', ''],
  ['/audit/completeness', ''],
  ['/audit/verification', ''],
  ['/audit/summary', ''],
] as const;

const timedRoutes = ['events', 'deliveries', 'failures', 'export', 'verification', 'completeness'].map(
  (name) => `/audit/${name}`,
);
const encoded = encodeURIComponent;
const code = { parameter: 'SPW-4010', cursor: 'SPW-7006' };

/** Texts that mean something to a database; as a value they are a text like any other. */
const hostile = [
  `' OR 1=1 --`,
  `'; DROP TABLE events; --`,
  '/* comment */ 1',
  `\u2019 OR \u20191\u2019=\u20191`,
  `x' UNION ALL SELECT * FROM url('http://127.0.0.1/','CSV')--`,
  `file('/etc/passwd')`,
  `remote('127.0.0.1', system.one)`,
  '{topic:Identifier}',
  '\\',
  '\u0000',
  `x') FORMAT Null SETTINGS readonly=0; --`,
  `1 INTO OUTFILE '/tmp/x'`,
];

describe('questions to the audit app that get no answer', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-bad-questions-'));
  const environment = { SPILLWAY_DATA_DIR: dataDir, SPILLWAY_HTTP_PORT: '0', SPILLWAY_RATE_LIMIT_PER_MINUTE: '0' };
  const transport = memoryTransport();
  let app: RunningApp;

  beforeAll(async () => {
    const registry = memoryRegistry();
    await registerContracts(registry, knownEvents);
    const codec = avroCodec({ registry, definitions: knownEvents });
    await transport.admin().ensureTopics(auditedTopics.map((name) => ({ name, partitions: 2 })));
    const publisher = new EventPublisher({
      sink: transport.sink(),
      codec,
      clock: systemClock,
      newId: () => crypto.randomUUID(),
    });
    for (let number = 0; number < 5; number += 1) {
      const payload = { invoiceNo: `${number}`, customerId: null, country: 'x', placedAt: new Date(0), lines: [] };
      await publisher.publish(OrderPlaced, payload, { source: '/shop', id: `order-${number}` });
    }
    app = await startAuditApp({ environment, transport, codec, logger: silentLogger });
    while (!(await ask('/audit/completeness')).text.includes('"complete":true')) await systemClock.sleep(50);
  });
  afterAll(async () => {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const ask = async (path: string) => {
    const response = await fetch(`${app.url}${path}`);
    const text = await response.text();
    const errorCode = /"errorCode":"(SPW-\d{4})"/.exec(text)?.[1];
    return { status: response.status, text, errorCode };
  };
  const stillThere = async (): Promise<void> => {
    expect(JSON.parse((await ask('/audit/summary')).text)).toMatchObject({ events: { 'retail.orders': 5 } });
  };
  /** A refusal that says which rule was broken, without the value and without a stack. */
  const expectRefused = async (path: string, expected: string = code.parameter, hidden?: string): Promise<void> => {
    const { status, text, errorCode } = await ask(path);
    expect({ path, status, errorCode }).toEqual({ path, status: 400, errorCode: expected });
    expect(text).not.toMatch(/\bat .*\.[jt]s|DB::Exception|SELECT/);
    if (hidden !== undefined) expect(text).not.toContain(hidden);
  };
  const on = (route: string, needed: string, query: string): string =>
    `${route}?${[needed, query].filter((part) => part !== '').join('&')}`;

  describe('76 a text to look for', () => {
    const day = 'from=2010-12-01&to=2010-12-02';
    it('76 needs a time, and not a long one', async () => {
      await expectRefused('/audit/events?text=x');
      await expectRefused('/audit/events?text=x&from=2010-12-01');
      await expectRefused('/audit/events?text=x&from=2010-12-01&to=2011-02-01');
      await expectRefused(`/audit/events?${day}&text=`);
      await expectRefused(`/audit/events?${day}&text=${'x'.repeat(257)}`);
      await expectRefused(`/audit/export?${day}&text=x`);
      expect(await ask(`/audit/events?${day}&text=x`)).toMatchObject({ status: 200 });
    });

    it.each(['%_%_%_%_%', '(a+)+$', '.*', ...hostile])('76 means itself, whatever it looks like: %j', async (text) => {
      const answer = await ask(`/audit/events?${day}&text=${encoded(text)}`);
      expect(answer).toMatchObject({ status: 200 });
      expect(answer.text).toContain('"records":[]');
    });

    it('76 where a group is due a pattern is refused', async () => {
      for (const group of ['.*|', 'a b', '%', String.raw`\E.*`])
        await expectRefused(`/audit/events?group=${encoded(group)}`);
      expect(await ask('/audit/events?group=payments')).toMatchObject({ status: 200 });
    });
  });

  describe('72 SQL in any parameter', () => {
    // Each parameter meets some of the texts here; that none of them ever becomes text of a statement is proven on all.
    const questions = [
      ['/audit/events', ['type', 'key', 'eventId', 'correlationId'], '"records":[]'],
      ['/audit/deliveries', ['group', 'handler', 'fingerprint', 'type', 'eventId', 'correlationId'], '"deliveries":[]'],
      ['/audit/failures', ['group', 'handler', 'fingerprint'], '"failures":[]'],
      ['/audit/sample', ['type'], '"samples":[]'],
    ] as const;
    it.each(hostile.map((text, index) => [text, index] as const))(
      '72 as a value finds nothing and changes nothing: %j',
      async (text, index) => {
        for (const [route, names, nothing] of questions) {
          const answer = await ask(`${route}?${names[index % names.length]}=${encoded(text)}`);
          expect({ route, status: answer.status }).toEqual({ route, status: 200 });
          expect(answer.text).toContain(nothing);
        }
        expect(await ask(`/audit/export?eventId=${encoded(text)}`)).toMatchObject({ status: 200, text: '' });
      },
    );

    it.each(hostile)('72 where a name, a time or a number is due is refused: %j', async (text) => {
      for (const name of ['topic', 'from', 'to', 'limit', 'time']) {
        await expectRefused(
          `/audit/events?${name}=${encoded(text)}`,
          code.parameter,
          text.length > 1 ? text : undefined,
        );
      }
      for (const name of ['topic', 'from', 'limit'])
        await expectRefused(`/audit/verification?${name}=${encoded(text)}`);
      for (const name of ['topic', 'outcome', 'from', 'limit'])
        await expectRefused(`/audit/deliveries?${name}=${encoded(text)}`);
      for (const name of ['topic', 'format', 'time']) await expectRefused(`/audit/export?${name}=${encoded(text)}`);
      for (const name of ['topic', 'partition', 'offset']) {
        await expectRefused(`/audit/events/order-1/raw?${name}=${encoded(text)}`);
      }
    });

    it.each(hostile)('72 as an id is unknown or no id: %j', async (text) => {
      for (const path of [
        `/audit/events/${encoded(text)}`,
        `/audit/events/${encoded(text)}/raw`,
        `/audit/journeys/${encoded(text)}`,
      ]) {
        expect([400, 404]).toContain((await ask(path)).status);
      }
    });
  });

  describe('73 a column, table or order from the caller', () => {
    it.each([
      'orderBy=key',
      'order=timestamp%20ASC',
      'columns=value',
      'table=events',
      'groupBy=topic',
      'select=*',
      'view=system.tables',
    ])('73 is no parameter of any route: %s', async (query) => {
      for (const [route, needed] of routes) await expectRefused(on(route, needed, query));
    });
  });

  describe('74 limits that are none', () => {
    const limits = ['-1', '1e9', '0x10', '0', '1001', '01', '1.5', '%2B5', '%2010', '', '9'.repeat(400), 'NaN', '٣'];
    it.each(limits)('74 are refused: %j', async (limit) => {
      for (const route of ['/audit/events', '/audit/deliveries', '/audit/failures', '/audit/verification'])
        await expectRefused(`${route}?limit=${encoded(decodeURIComponent(limit))}`);
      await expectRefused(`/audit/sample?type=t&n=${encoded(decodeURIComponent(limit))}`);
    });

    it.each(['[$gt]=1', '[]=1', '[0]=1', '=1&LIMIT=1', '=1&limit=1'])(
      '74 are refused in another shape: limit%s',
      async (shape) => {
        for (const route of ['/audit/events', '/audit/deliveries', '/audit/failures'])
          await expectRefused(`${route}?limit${shape}`);
        await expectRefused(`/audit/sample?type=t&n${shape.replaceAll('limit', 'n').replaceAll('LIMIT', 'N')}`);
      },
    );

    it('74 are refused for a parameter given twice, on every route', async () => {
      for (const [route, needed] of routes) await expectRefused(on(route, needed, 'topic=a&topic=a'));
    });
  });

  describe('75 times', () => {
    it.each([
      ['reversed', 'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z'],
      ['empty', 'from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z'],
      ['empty by zones', 'from=2026-01-01T02:00:00%2B02:00&to=2026-01-01T00:00:00Z'],
      ['without zone', 'from=2026-01-01T00:00:00'],
      ['with the name of a zone', 'from=2026-01-01T00:00:00%5BEurope%2FBerlin%5D'],
      ['of another calendar', 'to=9999-12-31T23:59:59Z'],
      ['before the calendar', 'from=1969-12-31T23:59:59Z'],
      ['on a day that does not exist', 'from=2026-02-30T00:00:00Z'],
      ['in seconds', 'from=1767225600'],
      ['relative', 'from=now-1h'],
    ])('75 %s are refused', async (_name, query) => {
      for (const route of timedRoutes) {
        await expectRefused(`${route}?${query}`);
      }
    });

    it('75 over 400 days are no range of a list; what goes through all takes it', async () => {
      const lists = ['events', 'deliveries', 'failures'].map((name) => `/audit/${name}`);
      for (const route of timedRoutes) {
        const isList = lists.includes(route);
        expect((await ask(`${route}?from=2010-01-01&to=2011-02-05`)).status).toBe(200);
        for (const range of ['from=2010-01-01&to=2011-02-06', 'from=1970-01-01T00:00:00Z&to=2100-01-01T00:00:00Z']) {
          if (isList) await expectRefused(`${route}?${range}`);
          else expect((await ask(`${route}?${range}`)).status).toBe(200);
        }
        // Without the other end it is all there is, page by page, under the limits of every question.
        expect((await ask(`${route}?from=1970-01-01`)).status).toBe(200);
      }
    });
  });

  describe('76 long texts and patterns', () => {
    it('76 10 KB of text are refused on every route that takes text', async () => {
      const text = 'x'.repeat(10_000);
      for (const name of ['type', 'key', 'eventId', 'correlationId', 'cursor', 'topic'])
        await expectRefused(`/audit/events?${name}=${text}`, code.parameter, text);
      for (const name of ['group', 'handler', 'fingerprint', 'type'])
        await expectRefused(`/audit/deliveries?${name}=${text}`);
      await expectRefused(`/audit/sample?type=${text}`);
      expect((await ask(`/audit/journeys/${text}`)).status).toBe(414);
    });

    it.each(['%_%_%_%_%_%', '.*.*.*.*.*', '(a+)+$', '*'])('76 patterns mean themselves: %j', async (text) => {
      expect((await ask(`/audit/events?eventId=${encoded(text)}`)).text).toContain('"records":[]');
      expect((await ask(`/audit/deliveries?handler=${encoded(text)}`)).text).toContain('"deliveries":[]');
    });
  });

  describe('77 cursors', () => {
    it('77 changed, made up, of other filters or of another list are refused', async () => {
      const page = JSON.parse((await ask('/audit/events?limit=1')).text) as { nextCursor: string };
      const cursor = page.nextCursor;
      expect((await ask(`/audit/events?limit=1&cursor=${cursor}`)).status).toBe(200);
      await expectRefused(`/audit/events?cursor=${cursor}x`, code.cursor);
      await expectRefused('/audit/events?cursor=abc.def', code.cursor);
      await expectRefused(`/audit/events?topic=retail.orders&cursor=${cursor}`, code.cursor);
      await expectRefused(`/audit/deliveries?cursor=${cursor}`, code.cursor);
      await expectRefused(`/audit/verification?cursor=${cursor}`, code.cursor);
    });
  });

  describe('78 a tenant from the caller', () => {
    it('78 is no parameter of any route', async () => {
      for (const [route, needed] of routes) await expectRefused(on(route, needed, 'tenant=other'));
    });
  });

  describe('79 FORMAT, SETTINGS, INTO OUTFILE', () => {
    it.each([
      'FORMAT=CSV',
      'settings=readonly%3D0',
      'SETTINGS=max_execution_time%3D0',
      'into=outfile',
      'query=SELECT%201',
      'default_format=CSV',
      'param_topic=x',
    ])('79 are no parameters of any route: %s', async (query) => {
      for (const [route, needed] of routes) await expectRefused(on(route, needed, query));
    });

    it.each(['Native', 'CSV FORMAT Null', 'csv;', 'CSV', 'parquet SETTINGS readonly=0'])(
      '79 are no format: %j',
      async (format) => {
        await expectRefused(`/audit/export?format=${encoded(format)}`);
      },
    );
  });

  it('left everything as it was', stillThere);
});
