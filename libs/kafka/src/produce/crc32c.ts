const polynomial = 0x82f63b78;
const slices = 8;

/**
 * CRC-32C (Castagnoli, RFC 3720 appendix B.4), eight bytes at a time by the tables of "slicing-by-8" (Kounavis and
 * Berry, 2005): several times as fast as a byte at a time.
 *
 * @returns the checksum of `bytes[from … end)` as an unsigned number
 */
export function crc32c(bytes: Uint8Array, from = 0, end = bytes.length): number {
  let crc = -1;
  let at = from;
  for (; at + slices <= end; at += slices) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      t7[crc & 0xff]! ^
      t6[(crc >>> 8) & 0xff]! ^
      t5[(crc >>> 16) & 0xff]! ^
      t4[crc >>> 24]! ^
      t3[bytes[at + 4]!]! ^
      t2[bytes[at + 5]!]! ^
      t1[bytes[at + 6]!]! ^
      t0[bytes[at + 7]!]!;
  }
  for (; at < end; at++) crc = t0[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

const [t0, t1, t2, t3, t4, t5, t6, t7] = makeTables() as [Table, Table, Table, Table, Table, Table, Table, Table];
type Table = Int32Array;

function makeTables(): Table[] {
  const tables = Array.from({ length: slices }, () => new Int32Array(256));
  const first = tables[0]!;
  for (let index = 0; index < 256; index++) {
    let crc = index;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    first[index] = crc;
  }
  for (let slice = 1; slice < slices; slice++)
    for (let index = 0; index < 256; index++) {
      const before = tables[slice - 1]![index]!;
      tables[slice]![index] = first[before & 0xff]! ^ (before >>> 8);
    }
  return tables;
}
