import { describe, expect, it } from '@jest/globals';
import { readSchemaIdHeader, schemaGuidHeader, schemaIdHeader } from './schema-id-header.js';

const guid = '89791762-2336-4186-9674-299b90a802e2';
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const guidHeader = bytes('0189791762233641869674299b90a802e2');

describe('the header that names a schema', () => {
  it('holds a GUID as the clients of Confluent do', () => {
    // The bytes stand in the test of Confluent's own JavaScript client.
    expect(schemaGuidHeader(guid)).toEqual(guidHeader);
    expect(readSchemaIdHeader({ [schemaIdHeader]: guidHeader })).toBe(guid);
  });

  it.each([
    ['an id', bytes('0000000007'), 7],
    ['text of a driver', guidHeader.toString('latin1'), guid],
    ['what follows the GUID', Buffer.concat([guidHeader, bytes('00')]), guid],
    ['the last of several', [bytes('0000000001'), bytes('0000000002')], 2],
    ['nothing that was null', Buffer.alloc(0), undefined],
    ['no header', undefined, undefined],
    ['no list', [], undefined],
    ['a GUID that is cut off', guidHeader.subarray(0, 16), 'malformed'],
    ['an id that is cut off', bytes('00000000'), 'malformed'],
    ['another version', bytes('0200000001'), 'malformed'],
  ])('names %s', (_name, value, named) => {
    expect(readSchemaIdHeader({ [schemaIdHeader]: value })).toBe(named);
  });
});
