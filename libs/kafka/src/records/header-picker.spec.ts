import { describe, expect, it } from '@jest/globals';
import { ByteReader } from './byte-reader.js';
import { HeaderPicker, type PickedHeaders } from './header-picker.js';

type Headers = readonly (readonly [name: string, value: string | Buffer | null])[];

/** As a record has them: lengths are zigzag varints. */
function readerOf(headers: Headers): ByteReader {
  const lengthOf = (length: number): number[] =>
    length < 0 ? [1] : length < 64 ? [length << 1] : [((length << 1) & 0x7f) | 0x80, length >> 6];
  const parts = headers.flatMap(([name, value]) => {
    const [nameBytes, valueBytes] = [Buffer.from(name), value === null ? null : Buffer.from(value)];
    const tail =
      valueBytes === null ? [Buffer.from(lengthOf(-1))] : [Buffer.from(lengthOf(valueBytes.length)), valueBytes];
    return [Buffer.from(lengthOf(nameBytes.length)), nameBytes, ...tail];
  });
  const bytes = Buffer.concat(parts);
  return new ByteReader(bytes, 0, bytes.length);
}

const pick = (picker: HeaderPicker, headers: Headers): PickedHeaders => picker.pick(readerOf(headers), headers.length);

describe('the headers picked', () => {
  it('are the wanted ones of each record, with the values of that record', () => {
    const picker = new HeaderPicker(['origin', 'offset', 'absent']);
    expect(pick(picker, [['ce_id', 'x'], ['origin', 'orders'], ['offset', '19'], ['', 'y']])).toEqual({ origin: 'orders', offset: '19' }); // prettier-ignore
    expect(
      pick(picker, [
        ['offset', '29'],
        ['origin', 'orders'],
      ]),
    ).toEqual({ origin: 'orders', offset: '29' });
    expect(
      pick(picker, [
        ['offset', '2'],
        ['origin', 'border'],
      ]),
    ).toEqual({ origin: 'border', offset: '2' });
  });

  it('tell names apart that are passed alike: same length, same middle, same end', () => {
    const picker = new HeaderPicker(['a-b-c', 'x-b-c']);
    expect(pick(picker, [['a-b-c', '1'], ['y-b-c', '2'], ['x-b-c', '3']])).toEqual({ 'a-b-c': '1', 'x-b-c': '3' }); // prettier-ignore
  });

  it('have an array where a name repeats, and an empty text for null', () => {
    const picker = new HeaderPicker(['n']);
    expect(
      pick(picker, [
        ['n', '1'],
        ['n', null],
        ['n', '1'],
      ]),
    ).toEqual({ n: ['1', '', '1'] });
  });

  it('stay bytes where they are long or no plain text, after a text of the same length too', () => {
    const picker = new HeaderPicker(['n']);
    const [bytes, long] = [Buffer.from([0, 255]), 'l'.repeat(65)];
    expect(
      pick(picker, [
        ['n', 'ab'],
        ['n', bytes],
        ['n', long],
      ]),
    ).toEqual({ n: ['ab', bytes, Buffer.from(long)] });
  });
});
