import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { knownEvents, StockAdjusted, type AvroSchema } from '@spillway/events';
import { releaseVersions } from './release-versions.ts';

const versions = 'retail/orders/stock-adjusted/versions';
const changed = { ...(StockAdjusted.schema as object), doc: 'Changed.' } as unknown as AvroSchema;
const events = knownEvents.map(({ type, schema }) => ({
  type,
  schema: type === StockAdjusted.type ? changed : schema,
}));
let schemas: string;

beforeEach(() => {
  schemas = mkdtempSync(join(tmpdir(), 'spillway-release-'));
  cpSync(resolve('schemas'), schemas, { recursive: true });
});
afterEach(() => rmSync(schemas, { recursive: true }));

const textOf = (name: string): string => readFileSync(join(schemas, name), 'utf8');

describe('releasing contracts', () => {
  it('adds nothing while none is changed', () => {
    const noted = textOf('released.sha256');
    expect(releaseVersions(schemas, knownEvents)).toEqual([]);
    expect(textOf('released.sha256')).toBe(noted);
  });

  it('keeps a changed one as its next version, with its examples and its hash, once', () => {
    const [noted, first] = [textOf('released.sha256'), textOf(`${versions}/1.json`)];
    expect(releaseVersions(schemas, events)).toEqual([`${versions}/2.json`]);
    const text = textOf(`${versions}/2.json`);
    const { examples } = JSON.parse(first) as { readonly examples: readonly object[] };
    expect(JSON.parse(text)).toEqual({ schema: changed, examples });
    expect(textOf(`${versions}/1.json`)).toBe(first);
    const hash = createHash('sha256').update(text).digest('hex');
    expect(textOf('released.sha256')).toBe(`${noted}${hash}  ${versions}/2.json\n`);
    expect(releaseVersions(schemas, events)).toEqual([]);
  });

  it.each([
    ['changed', () => appendFileSync(join(schemas, versions, '1.json'), ' ')],
    ['gone', () => rmSync(join(schemas, versions, '1.json'))],
  ])('adds nothing where a released version is %s, and names it', (_what, harm) => {
    harm();
    expect(() => releaseVersions(schemas, events)).toThrow(`${versions}/1.json is not as it was released`);
    expect(existsSync(join(schemas, versions, '2.json'))).toBe(false);
  });
});
