import { decimal, field, fixed, record } from './build-schema.ts';
import { change, type SchemaCase } from './schema-case.ts';

const price = (type: unknown) => record('Price', [field('amount', type)]);
const logical = (type: string, logicalType: string) => ({ type, logicalType });

const exactLong = { type: 'long', 'spillway.long': 'bigint' };

/** Logical types: Avro's own check reads the types underneath only. */
export const logicalCases: readonly SchemaCase[] = [
  change('same decimal', price(decimal(12, 4)), price(decimal(12, 4))),
  change('decimal with another scale', price(decimal(12, 4)), price(decimal(12, 2))),
  change('decimal with fewer digits', price(decimal(12, 4)), price(decimal(8, 4))),
  change('decimal with more digits', price(decimal(8, 4)), price(decimal(12, 4))),
  change('bytes to a decimal', price('bytes'), price(decimal(12, 4))),
  change('decimal to bytes', price(decimal(12, 4)), price('bytes')),
  change('decimal to text', price(decimal(12, 4)), price('string')),
  change(
    'decimal of a fixed',
    price(decimal(8, 2, 'bytes')),
    price({ ...fixed('D', 8), logicalType: 'decimal', precision: 8, scale: 2 }),
  ),
  change(
    'decimal of a fixed, another scale',
    price({ ...fixed('D', 8), logicalType: 'decimal', precision: 8, scale: 2 }),
    price({ ...fixed('D', 8), logicalType: 'decimal', precision: 8, scale: 3 }),
  ),
  change(
    'milliseconds to microseconds',
    price(logical('long', 'timestamp-millis')),
    price(logical('long', 'timestamp-micros')),
  ),
  change('long to a time', price('long'), price(logical('long', 'timestamp-millis'))),
  change('time to a long', price(logical('long', 'timestamp-millis')), price('long')),
  change('date to a time', price(logical('int', 'date')), price(logical('long', 'timestamp-millis'))),
  change('text to a uuid', price('string'), price(logical('string', 'uuid'))),
  change('uuid to text', price(logical('string', 'uuid')), price('string')),
  change('unknown logical type', price('string'), price(logical('string', 'postcode'))),
  change('malformed decimal', price('bytes'), price({ type: 'bytes', logicalType: 'decimal', precision: 2, scale: 4 })),
  change(
    'local time to time',
    price(logical('long', 'local-timestamp-millis')),
    price(logical('long', 'timestamp-millis')),
  ),
  change('int to a date', price('int'), price(logical('int', 'date'))),
  change('int to a time of day', price('int'), price(logical('int', 'time-millis'))),
  change('long to a time of day', price('long'), price(logical('long', 'time-micros'))),
  change('time of day to an int', price(logical('int', 'time-millis')), price('int')),
  change('long of all bits to a number', price(exactLong), price('long')),
  change('long of all bits to a double', price(exactLong), price('double')),
  change('long of all bits to a float', price(exactLong), price('float')),
  change('nanoseconds to a number', price(logical('long', 'timestamp-nanos')), price('long')),
  change('nanoseconds to a double', price(logical('long', 'timestamp-nanos')), price('double')),
  change('local nanoseconds to a number', price(logical('long', 'local-timestamp-nanos')), price('long')),
  change('microseconds to a number', price(logical('long', 'timestamp-micros')), price('long')),
  change('local microseconds to a float', price(logical('long', 'local-timestamp-micros')), price('float')),
  change('long of all bits to a time', price(exactLong), price(logical('long', 'timestamp-millis'))),
  change('number to a long of all bits', price('int'), price(exactLong)),
  change('optional decimal with another scale', price(['null', decimal(9, 2)]), price(['null', decimal(9, 3)])),
];
