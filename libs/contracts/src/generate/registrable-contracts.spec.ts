import { describe, expect, it } from '@jest/globals';
import { readContracts } from '../files/read-contracts.js';
import { generateContracts } from './generate-contracts.js';
import { registrableContracts } from './registrable-contracts.js';

const record = (name: string, types: readonly unknown[], more: object = {}) => ({
  ...{ type: 'record', name, namespace: 'shop.orders', ...more },
  fields: types.map((type, index) => ({ name: `f${index}`, type, doc: 'A field.' })),
});
const named = (type: string, name: string, subject: string) => ({
  ...{ type, name, namespace: 'shop.orders', doc: `A ${name}.` },
  ...own(subject),
});
const own = (subject: string) => ({ 'spillway.subject': subject });

/** Records by path below the folder of contracts. */
function contracts(files: Readonly<Record<string, object>>) {
  return readContracts(
    Object.entries(files).map(([path, schema]) => ({
      ...{ path, shownAs: path },
      text: JSON.stringify(schema),
    })),
  );
}
const placed = 'shop/orders/placed/Placed.avsc';

describe('a contract as it is registered', () => {
  it.each([
    [undefined, 'shop.orders-shop.orders.Placed'],
    ['TopicRecordName', 'shop.orders-shop.orders.Placed'],
    ['RecordName', 'shop.orders.Placed'],
    ['TopicName', 'shop.orders-value'],
  ])('is named by the strategy that it says: %s', (strategy, subject) => {
    const set = contracts({ [placed]: record('Placed', ['string'], { 'spillway.subjectStrategy': strategy }) });
    expect(registrableContracts(set)).toMatchObject([{ type: 'shop.orders.Placed', topic: 'shop.orders', subject }]);
  });

  it('holds shared types, and refers to those with subjects of their own', () => {
    const set = contracts({
      [placed]: record('Placed', [{ type: 'array', items: ['null', 'Line'] }, 'Note']),
      'shop/orders/sent/Sent.avsc': record('Sent', ['Line']),
      'shop/orders/Line.avsc': record('Line', ['Price'], own('shop.Line')),
      'shop/orders/Price.avsc': record('Price', ['int'], own('shop.Price')),
      'shop/orders/Note.avsc': record('Note', ['string']),
      'shop/orders/paid/Paid.avsc': record('Paid', [['null', 'Currency'], 'Digest']),
      'shop/orders/Currency.avsc': { ...named('enum', 'Currency', 'shop.Currency'), symbols: ['GBP'] },
      'shop/orders/Digest.avsc': { ...named('fixed', 'Digest', 'shop.Digest'), size: 4 },
    });
    const [third, first, second] = registrableContracts(set);
    expect(first!.references).toMatchObject([
      { type: 'shop.orders.Line', subject: 'shop.Line', references: [{ subject: 'shop.Price' }] },
    ]);
    expect(second!.references![0]).toBe(first!.references![0]);
    expect(JSON.stringify(first!.schema)).toContain('"name":"Price"');
    expect(third!.references).toMatchObject([
      { type: 'shop.orders.Currency', subject: 'shop.Currency', schema: { symbols: ['GBP'] } },
      { type: 'shop.orders.Digest', subject: 'shop.Digest', schema: { size: 4 } },
    ]);
  });

  it('refuses types that refer to each other', () => {
    const set = contracts({
      [placed]: record('Placed', ['Line']),
      'shop/orders/Line.avsc': record('Line', [['null', 'Price']], own('a')),
      'shop/orders/Price.avsc': record('Price', [['null', 'Line']], own('b')),
    });
    expect(() => registrableContracts(set)).toThrow(/in a circle: .*Line, shop.orders.Price/);
  });

  it.each([
    [{ 'spillway.subjectStrategy': 'Topic' }, placed, 'Placed', /the spillway.subjectStrategy Topic, which is none of/],
    [own('x'), placed, 'Placed', /is an event, and has a spillway.subject/],
    [own(''), 'shop/orders/Line.avsc', 'Line', /has a spillway.subject that is no name/],
    [{ 'spillway.subjectStrategy': 'RecordName' }, 'shop/orders/Line.avsc', 'Line', /is no event/],
    [
      { 'spillway.schemaIdLocation': 'key' },
      placed,
      'Placed',
      /schemaIdLocation key, which is none of payload, header/,
    ],
    [{ 'spillway.schemaIdLocation': 'header' }, 'shop/orders/Line.avsc', 'Line', /is no event/],
  ])('says what is wrong with %j', (more, path, name, detail) => {
    const { problems } = contracts({ [path]: record(name, ['string'], more) });
    expect(problems).toMatchObject([{ detail: expect.stringMatching(detail) }]);
  });

  it('is generated so', () => {
    const set = contracts({
      [placed]: record('Placed', ['string', 'Line', ['null', 'Channel']], {
        'spillway.key': 'f0',
        'spillway.subjectStrategy': 'RecordName',
        'spillway.schemaIdLocation': 'header',
      }),
      'shop/orders/Line.avsc': record('Line', ['int'], own('shop.Line')),
      'shop/orders/Channel.avsc': { ...named('enum', 'Channel', 'shop.Channel'), symbols: ['web', 'shop'] },
    });
    const files = generateContracts(set, { folder: 'out', schemaTypeModule: '@spillway/events' });
    const fileNamed = (ending: string) => files.find(({ path }) => path.endsWith(ending))?.content;
    expect(fileNamed('placed.event.ts')).toContain(`
import { lineType } from './line.shared.js';
import { channelType } from './channel.shared.js';

export type Placed = Payload;

export const Placed = defineEvent<Payload>({
  topic: 'shop.orders',
  schema: placedSchema,
  references: [lineType, channelType],
  subjectStrategy: 'RecordName',
  schemaIdLocation: 'header',
`);
    expect(fileNamed('line.shared.ts')).toContain(`
export const lineType = defineSharedType({
  schema: lineSchema,
  subject: 'shop.Line',
});
`);
    expect(fileNamed('/line.ts')).toContain('export const lineSchema = ');
    expect(fileNamed('/placed.ts')).toContain("import type { Channel } from './channel.js';");
    expect(fileNamed('/placed.ts')).toContain('  readonly f2: Channel | null;');
    expect(fileNamed('/channel.ts')).toContain(`
/** A Channel. */
export type Channel = 'web' | 'shop';

/** The contract as it is registered. */
export const channelSchema = {
`);
  });
});
