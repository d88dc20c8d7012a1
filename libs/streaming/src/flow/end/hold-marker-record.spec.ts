import { expect, it } from '@jest/globals';
import { holdMarkerRecord } from './hold-marker-record.js';

const place = { key: Buffer.from('k'), partition: 0 };

it.each([{ offset: 3 }, undefined])('waits for room in the sink, as a marker and as a tombstone: %j', (marker) => {
  expect(holdMarkerRecord('holds', place, marker, 1).mayWait).toBe(true);
});
