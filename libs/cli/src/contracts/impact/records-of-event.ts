import { isSpillwayError } from '@spillway/events';
import type { EventCodec } from '@spillway/streaming';
import type { LoggedRecord } from './logged-record.js';
import type { EventNames } from './event-readings.js';

/**
 * Records of one event, told by their header, and where they have none by their bytes.
 *
 * @throws SpillwayError `SPW-3003` the registry does not answer
 */
export async function recordsOfEvent<T extends LoggedRecord>(
  { type, aliases }: EventNames,
  { records, codec }: { readonly records: readonly T[]; readonly codec: EventCodec },
): Promise<readonly T[]> {
  const types = await Promise.all(records.map((record) => record.type ?? typeInBytes(record, codec)));
  return records.filter((_, index) => [type, ...aliases].includes(types[index] ?? ''));
}

async function typeInBytes({ value, origin }: LoggedRecord, codec: EventCodec): Promise<string | undefined> {
  if (value === null) return undefined;
  try {
    return (await codec.decode(value, origin)).type;
  } catch (error) {
    if (!isSpillwayError(error) || error.code === 'SPW-3003') throw error;
    return undefined;
  }
}
