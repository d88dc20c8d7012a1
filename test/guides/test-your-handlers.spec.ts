import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { compile, writeGuideBlocks } from '../support/guide-blocks.js';

describe('the guide to testing handlers', () => {
  const { folder, files } = writeGuideBlocks('docs/guides/test-your-handlers.md');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const load = async (name: string): Promise<Record<string, () => Promise<unknown>>> =>
    (await import(join(folder, name))) as Record<string, () => Promise<unknown>>;

  test('compiles', () => {
    expect(compile(files)).toEqual([]);
  }, 120_000);

  test('shows retries, an outage and a crash', async () => {
    const { retries, outage, crash } = await load('payments-spec.ts');
    await retries!();
    await outage!();
    expect(await crash!()).toBe(2);
  });

  test('shows that a unit of work counts once', async () => {
    const { countsOnce } = await load('stock-spec.ts');
    expect(await countsOnce!()).toEqual(['o-1']);
  });
});
