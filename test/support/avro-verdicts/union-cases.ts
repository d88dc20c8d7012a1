import { arrayOf, enumOf, field, fixed, mapOf, record } from './build-schema.ts';
import { change, type SchemaCase } from './schema-case.ts';

const line = (name: string, ...fields: readonly ReturnType<typeof field>[]) =>
  record(name, [field('code', 'string'), ...fields]);
const added = field('n', 'int');
const logical = (type: string, logicalType: string): object => ({ type, logicalType });

/** Unions against unions and against what is none. */
export const unionCases: readonly SchemaCase[] = [
  change('same union', ['null', 'string'], ['null', 'string']),
  change('branches in another order', ['null', 'string'], ['string', 'null']),
  change('branch added', ['null', 'string'], ['null', 'string', 'int']),
  change('branch removed', ['null', 'string', 'int'], ['null', 'string']),
  change('null added', 'string', ['null', 'string']),
  change('null taken away', ['null', 'string'], 'string'),
  change('union of one to its type', ['string'], 'string'),
  change('type to a union of one', 'string', ['string']),
  change('empty union', [], ['null']),
  change('branch widened', ['null', 'int'], ['null', 'long']),
  change('branch narrowed', ['null', 'long'], ['null', 'int']),
  change('branch to text', ['null', 'int'], ['null', 'string']),
  change('text branch to bytes', ['null', 'string'], ['null', 'bytes']),
  change('bytes branch beside text', ['null', 'bytes'], ['null', 'string', 'bytes']),
  change('text branch beside bytes', ['null', 'string'], ['null', 'bytes', 'string']),
  change('int branch behind a long', ['null', 'int'], ['null', 'long', 'int']),
  change(
    'date branch to a time behind a long',
    ['null', logical('int', 'date')],
    ['null', 'long', logical('int', 'time-millis')],
  ),
  change(
    'milliseconds branch to microseconds behind a double',
    ['null', logical('long', 'timestamp-millis')],
    ['null', 'double', logical('long', 'timestamp-micros')],
  ),
  change('number into a union of wider ones', 'int', ['null', 'long', 'double']),
  change('wide number into a union of narrower ones', 'double', ['null', 'int', 'float']),
  change('two numbers to the widest', ['int', 'long'], 'double'),
  change('two numbers to the narrower', ['int', 'long'], 'int'),
  change('two numbers to one wider in a union', ['int', 'float'], ['null', 'double']),
  change('record in a union, field added', ['null', line('L')], ['null', line('L', added)]),
  change(
    'record in a union, field added with default',
    ['null', line('L')],
    ['null', line('L', { ...added, default: 0 })],
  ),
  change('record in a union renamed', ['null', line('L')], ['null', line('M')]),
  change(
    'record in a union renamed by alias',
    ['null', line('L')],
    ['null', record('M', [field('code', 'string')], { aliases: ['L'] })],
  ),
  change('one of two records changed', [line('L'), line('M')], [line('L', added), line('M')]),
  change('one of two records taken away', [line('L'), line('M')], [line('L')]),
  change('a third record', [line('L'), line('M')], [line('L'), line('M'), line('N')]),
  change('two records swapped', [line('L'), line('M', added)], [line('M', added), line('L')]),
  change('record branch to a plain record', ['null', line('L')], line('L')),
  change(
    'the second of two records of one name reads it',
    [line('L')],
    [{ ...line('L', added), namespace: 'store' }, line('L')],
  ),
  change('records of one structure under two names', [line('L')], [line('K'), line('M')]),
  change('array branch changed', ['null', arrayOf('int')], ['null', arrayOf('long')]),
  change('array branch narrowed', ['null', arrayOf('long')], ['null', arrayOf('int')]),
  change('map branch changed', ['null', mapOf('string')], ['null', mapOf('int')]),
  change('array branch to a map', ['null', arrayOf('int')], ['null', mapOf('int')]),
  change('fixed branch resized', ['null', fixed('F', 4)], ['null', fixed('F', 8)]),
  change('enum branch for another', ['null', enumOf('A', ['X'])], ['null', enumOf('B', ['X'])]),
  change('union in an array', arrayOf(['null', 'int']), arrayOf(['null', 'long', 'string'])),
  change('union in a map', mapOf(['int', 'string']), mapOf('string')),
  change('field made optional', record('R', [field('f', 'int')]), record('R', [field('f', ['null', 'int'])])),
  change('field made required', record('R', [field('f', ['null', 'int'])]), record('R', [field('f', 'int')])),
  change(
    'field made required, with default',
    record('R', [field('f', ['null', 'int'], { default: null })]),
    record('R', [field('f', 'int', { default: 0 })]),
  ),
  change(
    'field optional the other way round',
    record('R', [field('f', ['null', 'int'], { default: null })]),
    record('R', [field('f', ['int', 'null'], { default: 0 })]),
  ),
  change('union of all primitives', ['boolean', 'int', 'string'], ['boolean', 'long', 'bytes', 'null']),
  change('union at the top with records', [line('L'), 'string'], [line('L', { ...added, default: 1 }), 'bytes']),
];
