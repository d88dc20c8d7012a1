import { failpoint } from '../../failpoints/failpoint.js';
import type { FailpointName } from '../../failpoints/failpoint-table.js';
import type { DoneMark, StateStore } from '../../ports/state-store.js';

/**
 * Who marks: the handler of one event, that of a batch, the unit of work of an event that was counted meanwhile, or the
 * group for what ends outside of a handler's transaction.
 */
export type MarkPlace = 'single' | 'batch' | 'repeat' | 'apart';

interface Marking<T> {
  readonly state: StateStore;
  readonly groupId: string;
  readonly place: MarkPlace;
  /** Answers what is done with this transaction, beside its own result. */
  readonly work: (transaction: unknown) => Promise<readonly [result: T, marks: readonly DoneMark[]]>;
}

/** One place where tests stop the process is one place in the code: each has names of its own. */
const points: Readonly<
  Record<MarkPlace, readonly [before: FailpointName, after: FailpointName, committed: FailpointName]>
> = {
  single: ['before-inbox-mark', 'after-inbox-mark', 'after-inbox-commit'],
  batch: ['before-batch-mark', 'after-batch-mark', 'after-batch-commit'],
  repeat: ['before-repeat-mark', 'after-repeat-mark', 'after-repeat-commit'],
  apart: ['before-apart-mark', 'after-apart-mark', 'after-apart-commit'],
};

/**
 * Runs work in a transaction and marks in the inbox, as its last statement, what is done with it.
 *
 * @throws what the work, the store or a failpoint throws; then nothing of it is there, unless the last of them threw
 */
export async function markInTransaction<T>({ state, groupId, place, work }: Marking<T>): Promise<T> {
  const [before, after, committed] = points[place];
  const result = await state.transaction(async (transaction) => {
    const [answer, marks] = await work(transaction);
    await failpoint(before);
    if (marks.length > 0) await state.inbox.markDone(transaction, groupId, marks);
    await failpoint(after);
    return answer;
  });
  await failpoint(committed);
  return result;
}
