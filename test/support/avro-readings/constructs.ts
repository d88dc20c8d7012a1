import { randomNamespace } from '../random-contracts/random-contract.ts';

type Fields = Readonly<Record<string, unknown>>;

const record = (name: string, fields: Fields, more: object = {}): object => ({
  ...{ type: 'record', name, namespace: randomNamespace, ...more },
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
});
const contract = (type: unknown): object => record('Made', { value: type });
const named = (type: string, name: string, more: object): object => ({
  ...{ type, name, namespace: randomNamespace },
  ...more,
});
const logical = (type: string, logicalType: string, more: object = {}): object => ({ type, logicalType, ...more });
const decimal = { logicalType: 'decimal', precision: 20, scale: 3 };
const primitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const suit = named('enum', 'Suit', { symbols: ['A', 'B'], default: 'A' });
const hash = named('fixed', 'Hash', { size: 4 });
const onLong = ['time-micros', 'timestamp-millis', 'timestamp-micros', 'timestamp-nanos'];
const local = ['local-timestamp-millis', 'local-timestamp-micros', 'local-timestamp-nanos'];

/** A contract of each construct that Avro has, by its name. */
export const constructs: Readonly<Record<string, object>> = {
  ...Object.fromEntries(primitives.map((name) => [name, contract(name)])),
  'long as bigint': contract({ type: 'long', 'spillway.long': 'bigint' }),
  enum: contract(suit),
  fixed: contract(hash),
  array: contract({ type: 'array', items: { type: 'array', items: 'int' } }),
  map: contract({ type: 'map', values: { type: 'map', values: 'string' } }),
  record: contract(record('Inner', { a: 'string', b: 'int' })),
  'named type again': record('Made', { one: hash, other: 'Hash' }),
  'recursion in an array': record('Made', { value: 'int', below: { type: 'array', items: 'Made' } }),
  'recursion in a union': record('Made', { value: 'int', next: ['null', 'Made'] }),
  'union of null': contract(['null', 'string']),
  'union that JSON tells apart': contract(['null', 'boolean', 'long', 'string', { type: 'array', items: 'int' }]),
  'union of unnamed branches': contract(['null', 'int', 'long', 'bytes', 'string', { type: 'map', values: 'long' }]),
  'union of named branches': contract([
    ...['null', suit, hash],
    ...[record('One', { n: 'int' }), record('Other', { n: 'int' })],
  ]),
  'union of logical types': contract([logical('long', 'timestamp-millis'), { type: 'bytes', ...decimal }, 'string']),
  'decimal in bytes': contract({ type: 'bytes', ...decimal }),
  'decimal in fixed': contract(named('fixed', 'Amount', { size: 9, ...decimal })),
  'big-decimal': contract(logical('bytes', 'big-decimal')),
  'uuid in string': contract(logical('string', 'uuid')),
  'uuid in fixed': contract(named('fixed', 'Id', { size: 16, logicalType: 'uuid' })),
  date: contract(logical('int', 'date')),
  'time-millis': contract(logical('int', 'time-millis')),
  ...Object.fromEntries([...onLong, ...local].map((name) => [name, contract(logical('long', name))])),
  duration: contract(named('fixed', 'Span', { size: 12, logicalType: 'duration' })),
  'unknown logical type': contract(logical('string', 'nobody-knows')),
};
