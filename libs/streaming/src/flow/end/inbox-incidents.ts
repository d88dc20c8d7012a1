import type { StateStore } from '../../ports/state-store.js';
import type { IncidentHandling } from '../../assignment/incident-handling.js';

/** Stores in the inbox what an operator says about a gap. */
export function inboxIncidents(
  groupId: string,
  state: Pick<StateStore, 'inbox' | 'transaction'>,
): Required<Pick<IncidentHandling, 'replaceDone' | 'markSkipped'>> {
  return {
    replaceDone: (done) => state.transaction((tx) => state.inbox.replace(tx, groupId, [done])),
    markSkipped: ({ topic, partition, startOffset, topicId }, span) => {
      const life = topicId === undefined ? {} : { topicId };
      const mark = { topic, partition, runs: [span], completed: 0, deadLettered: 0, startOffset, ...life };
      return state.transaction((tx) => state.inbox.markDone(tx, groupId, [mark]));
    },
  };
}
