import type { StateStore } from '../ports/state-store.js';
import type { IncidentHandling } from '../runtime/record-consumer-options.js';

/** Stores in the inbox what an operator says about a gap. */
export function inboxIncidents(
  groupId: string,
  { inbox, transaction }: Pick<StateStore, 'inbox' | 'transaction'>,
): Required<Pick<IncidentHandling, 'replaceDone' | 'markSkipped'>> {
  return {
    replaceDone: (done) => transaction((tx) => inbox.replace(tx, groupId, [done])),
    markSkipped: ({ topic, partition, startOffset, topicId }, span) => {
      const life = topicId === undefined ? {} : { topicId };
      const mark = { topic, partition, runs: [span], completed: 0, deadLettered: 0, startOffset, ...life };
      return transaction((tx) => inbox.markDone(tx, groupId, [mark]));
    },
  };
}
