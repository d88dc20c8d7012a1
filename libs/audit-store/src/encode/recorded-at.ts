import type { EncodedInsert } from './encode-insert.js';
import { recordedAtBytes } from './recorded-at-bytes.js';

/** The same insert with another time of recording, written over the one in its bytes: no hash is over it. */
export function recordedAt(insert: EncodedInsert, recordedAtMs: number): EncodedInsert {
  const { bytes, starts } = insert;
  const time = Buffer.alloc(recordedAtBytes);
  time.writeBigInt64LE(BigInt(recordedAtMs));
  for (let index = 1; index <= starts.length; index++) {
    time.copy(bytes, (starts[index] ?? bytes.length) - recordedAtBytes);
  }
  const manifests = insert.manifests.map((manifest) => ({ ...manifest, recordedAt: recordedAtMs }));
  return { ...insert, recordedAtMs, manifests };
}
