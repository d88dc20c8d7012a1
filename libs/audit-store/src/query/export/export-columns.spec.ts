import { expect, it } from '@jest/globals';
import { csvHead, csvLine, type ExportRow } from './export-columns.js';

const row: ExportRow = {
  ...{ topic: 't', topicId: 'life', partition: 0, offset: '7', timestamp: '2026-03-01T10:00:00.000Z', eventTime: null },
  ...{ eventId: '', source: '', type: '', subject: '', correlationId: '', causationId: '', traceId: '' },
  ...{ keyBase64: null, schemaId: null, kind: 'event', reason: '', payload: '{}' },
};

/** Cells of a row whose texts hold no commas. */
const cellOf = (line: string, name: string): string | undefined =>
  line.trimEnd().split(',')[csvHead.trimEnd().split(',').indexOf(name)];

it.each([
  ['F8 to FB in front, which base64 begins with a plus', [0xf8, 0x01], `"'+AE="`],
  ['other bytes', [0xff], '"/w=="'],
])('82 a key of bytes is a cell that no spreadsheet runs: %s', (_, bytes, cell) => {
  const line = csvLine({ ...row, keyBase64: Buffer.from(bytes).toString('base64') });
  expect(cellOf(line, 'keyBase64')).toBe(cell);
  expect(cellOf(line, 'key')).toBe('');
});

it.each(['', 'customer-1'])('a key that is text stands in its own column: %j', (key) => {
  const line = csvLine({ ...row, keyBase64: Buffer.from(key).toString('base64') });
  expect(cellOf(line, 'keyBase64')).toBe('');
  expect(cellOf(line, 'key')).toBe(`"${key}"`);
});
