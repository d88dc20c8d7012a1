import { expect, it } from '@jest/globals';
import { parseSchema } from '../schema/parse-schema.js';
import { boundaryBytes } from './boundary-bytes.js';

it('has a value in every branch of the widest union', () => {
  const branches = ['null', 'boolean', 'int', 'long', 'double', 'string'];
  const schema = { type: 'record', name: 'Wide', fields: [{ name: 'all', type: { type: 'array', items: branches } }] };
  // Behind the count of the array: zigzag doubles it.
  const chosen = boundaryBytes(parseSchema(schema, 'Wide')).map((value) => value[1]! / 2);
  expect([...new Set(chosen)].toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
});
