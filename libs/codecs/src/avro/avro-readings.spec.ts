import { describe, expect, it } from '@jest/globals';
import type { AvroSchema } from '@spillway/events';
import { readReadings } from '../../../../test/support/avro-readings/reading-file.js';
import { plainValue } from '../../../../test/support/avro-verdicts/read-with-java.js';
import { buildType } from './build-type.js';
import { decodeValue } from './decode-value.js';
import type { ValueReader } from './avsc-internals.js';

describe('the codec', () => {
  it('reads from the same bytes what Apache Avro reads in Java and in Python', () => {
    const all = readReadings();
    expect(all.length).toBeGreaterThan(40);
    for (const { schema, values } of all) {
      const reader = buildType(schema as AvroSchema, 'contract') as unknown as ValueReader;
      const ours = values.map(({ hex }) => plainValue(decodeValue(Buffer.from(hex, 'hex'), 0, 1, reader)));
      expect(ours).toEqual(values.map(({ read }) => read));
    }
  });
});
