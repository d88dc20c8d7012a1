import { failpoint } from '../failpoints/failpoint.js';
import type { OutboxEntry } from '../ports/outbox.js';
import type { RecordSink } from '../ports/record-sink.js';

export interface PageResult {
  /** What is in the log. */
  readonly acked: readonly OutboxEntry[];
  readonly rejected: readonly { readonly entry: OutboxEntry; readonly error: unknown }[];
}

/**
 * Appends a page. Sequences go side by side; within one, an entry is appended only after the ack of the one before it,
 * and an entry that was not acked ends its sequence: it may lie in the log or not, so nothing may overtake it.
 *
 * @param mayGoOn asked before each append
 */
export async function publishPage(
  page: readonly OutboxEntry[],
  sink: Pick<RecordSink, 'append'>,
  mayGoOn: () => boolean,
): Promise<PageResult> {
  const acked: OutboxEntry[] = [];
  const rejected: { entry: OutboxEntry; error: unknown }[] = [];
  const publish = async (entries: readonly OutboxEntry[]): Promise<void> => {
    for (const entry of entries) {
      if (!mayGoOn()) return;
      try {
        await failpoint('before-outbox-publish');
        await sink.append(entry.record);
        await failpoint('after-outbox-publish');
      } catch (error) {
        rejected.push({ entry, error });
        return;
      }
      acked.push(entry);
    }
  };
  // An entry without a sequence is a sequence of its own.
  const sequences = Map.groupBy(page, ({ sequence, position }) => sequence ?? `only ${position}`);
  await Promise.all([...sequences.values()].map(publish));
  return { acked, rejected };
}
