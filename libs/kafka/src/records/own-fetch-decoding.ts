import { kafkajsInternals } from '../internals/kafkajs-internals.js';
import { decodeFetchResponse } from './decode-fetch-response.js';

/**
 * Lets kafkajs decode what it fetches with ours. Its own lets one batch that it cannot read end the consumer with all its
 * partitions; unpacks without a limit, in bytes or in records; takes a stack overflow from some 120,000 records of one
 * batch on; takes the square of the number of headers in time; asks for ever for a batch that compaction emptied; and
 * shows records of aborted transactions behind a key of four zero bytes. Process-wide, idempotent.
 */
export function ownFetchDecoding(): void {
  for (const [version, response] of kafkajsInternals.fetchResponses) {
    response.decode = (payload) => decodeFetchResponse(payload, version);
  }
}
