import type { LogRecord, OutgoingRecord } from '../../ports/record.js';
import { retryCopy } from './retry-copy.js';
import type { RetryState } from './retry-state.js';

/** As often as headers can say; a letter that came back so often is nobody's hope any more. */
export const maxRedrives = 1_000;

/**
 * A dead letter on its way back to a tier: key and value byte for byte, its causes kept, its attempts begin anew. It
 * carries a job, which asks for what ran before to run again.
 *
 * @param epoch of the partition's owner, when it is that who sends: what a zombie sends counts for nothing
 */
export function redriveCopy(
  record: LogRecord,
  state: RetryState,
  { toTopic, job, epoch }: { readonly toTopic: string; readonly job: string; readonly epoch?: number },
): OutgoingRecord {
  const redriveCount = Math.min(maxRedrives, (state.redriveCount ?? 0) + 1);
  const back: RetryState = { ...state, attempt: 0, held: false, epoch, redriveJob: job, redriveCount };
  return retryCopy(record, { toTopic, state: back });
}
