import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compile } from '../../../../test/support/guide-blocks.js';
import { readContracts } from '../files/read-contracts.js';
import { generateContracts } from './generate-contracts.js';

let folder: string;

beforeEach(() => {
  mkdirSync(resolve('.cache/guides'), { recursive: true });
  folder = mkdtempSync(resolve('.cache/guides/modules-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const record = (name: string, types: readonly unknown[], more: object) => ({
  ...{ type: 'record', name, namespace: 'shop.orders', ...more },
  fields: types.map((type, index) => ({ name: `f${index}`, type, doc: 'A field.' })),
});
const simple = (type: string, name: string) => ({ type, name, namespace: 'shop.orders', doc: `A ${name}.` });
const contracts = {
  'shop/orders/placed/Placed.avsc': record('Placed', ['string', 'Line', ['null', 'Channel', 'Digest']], {
    'spillway.key': 'f0',
  }),
  'shop/orders/Line.avsc': record('Line', ['Price'], { 'spillway.subject': 'shop.Line' }),
  'shop/orders/Price.avsc': record('Price', ['int'], { 'spillway.subject': 'shop.Price' }),
  'shop/orders/Channel.avsc': { ...simple('enum', 'Channel'), symbols: ['web'], 'spillway.subject': 'shop.Channel' },
  'shop/orders/Digest.avsc': { ...simple('fixed', 'Digest'), size: 4 },
};

/** Every kind of module: types, event, shared types with subjects of their own, table of events. */
function writeModules(schemaTypeModule: string): readonly string[] {
  const texts = Object.entries(contracts).map(([path, schema]) => ({
    ...{ path, shownAs: path },
    text: JSON.stringify(schema),
  }));
  return generateContracts(readContracts(texts), { folder: 'generated', schemaTypeModule }).map(({ path, content }) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  });
}

describe('generated modules compile', () => {
  it('in a project that has the package', () => {
    const files = writeModules('@spillway/events');
    expect(files.filter((file) => file.endsWith('.shared.ts'))).toHaveLength(3);
    expect(compile(files)).toEqual([]);
  });

  it('in the package itself, beside its own modules', () => {
    cpSync(resolve('libs/events/src'), folder, { recursive: true });
    expect(compile(writeModules('../definitions/event-definition.js'))).toEqual([]);
  });
});
