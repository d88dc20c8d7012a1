import type { DoneMark, EventIdentity, StateStore } from '../../ports/state-store.js';
import { countedIdentity } from '../item/counted-identity.js';
import { doneMark } from '../item/done-mark.js';
import type { FlowItem } from '../item/flow-item.js';
import type { FlowStream } from '../intake/flow-stream.js';
import { markInTransaction } from '../attempt/mark-in-transaction.js';

/** One record to be noted. */
interface Note {
  readonly mark: DoneMark;
  /** Counted from now on, in totals too unless it was counted before. */
  readonly counts?: { readonly topic: string; readonly identity: EventIdentity };
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Notes in the inbox what is done outside of a handler's transaction: what comes while one is under way goes together
 * into the next, so that many single deliveries cost few transactions. Each call resolves when its note is committed and
 * rejects when it is not, to be made again.
 */
export class InboxMarks {
  #waiting: Note[] = [];
  #isWriting = false;

  constructor(
    private readonly groupId: string,
    private readonly topic: string,
    private readonly state: StateStore,
  ) {}

  /** Handled, or ignored on purpose. */
  completed(item: FlowItem): Promise<void> {
    return this.#note(doneMark(item, { completed: 1 }), item);
  }

  deadLettered(item: FlowItem): Promise<void> {
    return this.#note(doneMark(item, { deadLettered: 1 }), item);
  }

  /** Goes on elsewhere, or was counted before: the record is done, its event is not counted here. */
  passed(item: FlowItem): Promise<void> {
    return this.#note(doneMark(item));
  }

  /** What a stream has passed, no record of which is on its way to be noted. */
  skipped(stream: FlowStream, doneRuns: DoneMark['runs']): Promise<void> {
    return this.#note(doneMark({ stream, doneRuns }));
  }

  #note(mark: DoneMark, counted?: FlowItem): Promise<void> {
    const counts = counted === undefined ? {} : { counts: { topic: this.topic, identity: countedIdentity(counted) } };
    const noted = new Promise<void>((resolve, reject) => this.#waiting.push({ mark, ...counts, resolve, reject }));
    if (!this.#isWriting) void this.#write();
    return noted;
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    // What the same turn brings belongs together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const taken = this.#waiting;
      this.#waiting = [];
      try {
        await markInTransaction({
          state: this.state,
          groupId: this.groupId,
          place: 'apart',
          work: async (transaction) => [undefined, await this.#marksOf(transaction, taken)],
        });
        for (const { resolve } of taken) resolve();
      } catch (error) {
        for (const { reject } of taken) reject(error);
      }
    }
    this.#isWriting = false;
  }

  async #marksOf(transaction: unknown, taken: readonly Note[]): Promise<readonly DoneMark[]> {
    const repeats = await this.#admit(transaction, taken);
    return taken.map((note) => (repeats.has(note) ? { ...note.mark, completed: 0, deadLettered: 0 } : note.mark));
  }

  async #admit(transaction: unknown, taken: readonly Note[]): Promise<ReadonlySet<Note>> {
    const counted = taken.filter(({ counts }) => counts !== undefined);
    if (counted.length === 0) return new Set();
    const identities = counted.map(({ counts }) => counts!.identity);
    const isNew = await this.state.inbox.admit(transaction, this.groupId, this.topic, identities);
    return new Set(counted.filter((_, index) => isNew[index] !== true));
  }
}
