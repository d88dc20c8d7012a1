import { describe, expect, it } from '@jest/globals';
import type { LogRecord } from '../../ports/record.js';
import { holdMarkerRecord, readHoldMarker } from './hold-marker-record.js';

const place = { key: Buffer.from('k'), partition: 0 };

it.each([{ offset: 3 }, undefined])('waits for room in the sink, as a marker and as a tombstone: %j', (marker) => {
  expect(holdMarkerRecord('holds', place, marker, 1).mayWait).toBe(true);
});

describe('what a marker says', () => {
  const record = { topic: 'holds', ...place, offset: 0, timestampMs: 0, headers: {} };
  const read = (value: string): unknown => readHoldMarker({ ...record, value: Buffer.from(value) })?.marker;

  it('is read as it was written', () => {
    const marker = { offset: 3, topicId: 'A', first: { offset: 7, topicId: 'B', redriveCount: 2 } };
    const written = { ...record, ...holdMarkerRecord('holds', place, marker, 4) } as LogRecord;
    expect(readHoldMarker(written)).toEqual({ epoch: 4, marker });
  });

  it('may lack the life of its topic, as before this was noted; what nobody writes says nothing', () => {
    const before = { offset: 3, first: { offset: 3, redriveCount: 0 } };
    expect(read(JSON.stringify(before))).toEqual(before);
    expect(read('{"offset":3,"first":{"offset":3,"topicId":5,"redriveCount":0}}')).toEqual({ offset: 3 });
    for (const none of ['{"offset":3,"topicId":5}', '{"offset":"3"}', '{}', 'null', '{']) {
      expect(read(none)).toBeUndefined();
    }
  });
});
