import { isSpillwayError } from '@spillway/events';
import type { EventCodec, StoredRecordDetail } from '@spillway/streaming';

/**
 * The record with its payload read from its bytes again: by the schema it was written with, or by the newest contract. What
 * cannot be read so has no payload and says why.
 *
 * @throws SpillwayError `SPW-3003` the registry does not answer
 */
export async function readPayload(
  codec: EventCodec,
  record: StoredRecordDetail,
  as: 'written' | 'latest',
): Promise<StoredRecordDetail> {
  const { topic, value } = record;
  if (value === null) return record;
  // Of several headers of one name the last names the schema.
  const headers = Object.fromEntries(record.headers.map((header) => [header.name, header.value]));
  try {
    const origin = { topic, headers };
    const payload =
      as === 'written' ? await codec.writtenJson(value, origin) : codec.toJson(await codec.decode(value, origin));
    return { ...record, payload };
  } catch (error) {
    if (!isSpillwayError(error) || error.retryable) throw error;
    return { ...record, payload: null, reason: `${error.code} ${error.message}` };
  }
}
