import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { z } from 'zod';
import { integer, list, text } from './config-fields.js';
import { readConfig } from './read-config.js';

const schema = z.object({
  SPILLWAY_KAFKA_BROKERS: list().meta({ example: 'localhost:9092' }),
  SPILLWAY_HTTP_PORT: integer({ min: 1, max: 65_535 }).default(3000),
  SPILLWAY_KAFKA_PASSWORD: text().optional().meta({ secret: true }),
});

describe('readConfig', () => {
  it('parses, applies defaults and freezes', () => {
    const config = readConfig(schema, { SPILLWAY_KAFKA_BROKERS: 'a:1, b:2', OTHER: 'x' });
    expect(config).toEqual({ SPILLWAY_KAFKA_BROKERS: ['a:1', 'b:2'], SPILLWAY_HTTP_PORT: 3000 });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('names every problem at once, with an example', () => {
    const read = () => readConfig(schema, { SPILLWAY_HTTP_PORT: 'x', SPILLWAY_TYPO: '1' });
    expect(read).toThrow(SpillwayError);
    expect(read).toThrow(
      /3 problem[\s\S]*SPILLWAY_TYPO[\s\S]*SPILLWAY_KAFKA_BROKERS  is missing, for example localhost:9092[\s\S]*SPILLWAY_HTTP_PORT/,
    );
  });

  it('takes the parts of an app together: what belongs to one is known to all, and each has its type', () => {
    const parts = [schema, z.object({ SPILLWAY_NAME: text() })] as const;
    const config = readConfig(parts, { SPILLWAY_KAFKA_BROKERS: 'a:1', SPILLWAY_NAME: 'mail' });
    const [name, port]: readonly [string, number] = [config.SPILLWAY_NAME, config.SPILLWAY_HTTP_PORT];
    expect([name, port]).toEqual(['mail', 3000]);
    expect(() => readConfig(parts, { SPILLWAY_TYPO: '1' })).toThrow(/3 problem/);
  });

  it('reads a secret from the file named by *_FILE', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'spillway-')), 'secret');
    writeFileSync(file, 's3cret\n');
    const config = readConfig(schema, { SPILLWAY_KAFKA_BROKERS: 'a:1', SPILLWAY_KAFKA_PASSWORD_FILE: file });
    expect(config.SPILLWAY_KAFKA_PASSWORD).toBe('s3cret');
  });
});
