import { describe, expect, test } from '@jest/globals';
import { createLogger } from './create-logger.js';
import type { LogLevel } from './observability-config.js';

function capture(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const logger = createLogger({ name: 'test', level, destination: { write: (line: string) => void lines.push(line) } });
  const last = (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>;
  return { logger, lines, last };
}

describe('the log', () => {
  test('writes one JSON document per line with level, time, name and message', () => {
    const { logger, lines, last } = capture();
    logger.info({ topic: 'retail.orders', offset: 7n }, 'Record stored');
    expect(lines).toHaveLength(1);
    expect(last()).toMatchObject({
      level: 'info',
      name: 'test',
      msg: 'Record stored',
      topic: 'retail.orders',
      offset: '7',
    });
    expect(last()['time']).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  test('row 90: CR LF, ANSI escapes and quotes cannot forge a line, format text stays text', () => {
    const { logger, lines, last } = capture();
    const evil = '1","level":"error"}\r\n{"level":"error","msg":"forged"}\u001b[31m %s %o';
    logger.warn({ id: evil, [evil]: 1 }, evil);
    expect(lines).toHaveLength(1);
    for (const control of ['\r', '\n', '\u001b']) expect(lines[0]?.trimEnd()).not.toContain(control);
    expect(last()).toMatchObject({ level: 'warn', id: evil, msg: evil });
  });

  test('row 90: a field of 1 MB is cut and says so', () => {
    const { logger, lines, last } = capture();
    logger.info({ body: 'x'.repeat(1_000_000), list: Array.from({ length: 10_000 }, () => 1) }, 'y'.repeat(1_000_000));
    expect(lines[0]?.length).toBeLessThan(10_000);
    expect(last()['body']).toContain('(1000000 characters)');
  });

  test('hides secrets by name at any depth, and credentials inside URLs', () => {
    const { logger, lines } = capture();
    logger.info(
      {
        password: 'hunter2',
        nested: [{ authorization: 'Bearer hunter2', sasl_password: 'hunter2', apiKey: 'hunter2' }],
        url: 'postgres://app:hunter2@db/x',
      },
      'Connecting to https://me:hunter2@host',
    );
    expect(lines[0]).not.toContain('hunter2');
    expect(lines[0]).toContain('postgres://[redacted]@db/x');
  });

  test('writes errors with their causes, without foreign fields that may hold payloads', () => {
    const { logger, lines, last } = capture();
    const error = Object.assign(new Error('outer', { cause: new TypeError('inner') }), {
      code: 'ECONNREFUSED',
      payload: 'hunter2',
    });
    logger.error({ err: error }, 'It failed');
    expect(last()['err']).toMatchObject({ name: 'Error', message: 'outer', code: 'ECONNREFUSED' });
    expect(last()['err']).toMatchObject({ cause: { name: 'TypeError', message: 'inner' } });
    expect(lines[0]).not.toContain('hunter2');
  });

  test('survives cycles, bytes and hostile objects', () => {
    const { logger, last } = capture();
    const cycle: Record<string, unknown> = { bytes: Buffer.alloc(1_000_000), when: new Date(Number.NaN) };
    cycle['self'] = cycle;
    logger.info({ cycle }, 'odd');
    expect(last()['cycle']).toMatchObject({ bytes: '[1000000 bytes]', when: 'invalid date' });
  });

  test('leaves out what is below the level', () => {
    const { logger, lines } = capture('warn');
    logger.info({}, 'quiet');
    logger.warn({}, 'loud');
    expect(lines).toHaveLength(1);
  });
});
