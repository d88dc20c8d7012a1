/** A batch that waits for its turn, and who waits for the answer. */
interface Waiting<Batch, Answer> {
  readonly batch: Batch;
  readonly resolve: (answer: PromiseLike<Answer>) => void;
  readonly reject: (error: unknown) => void;
}

export interface SharedRequestsOptions<Batch, Answer> {
  /** Sends several batches in one request; their answers, in the same order. */
  readonly send: (batches: readonly Batch[]) => Promise<readonly Promise<Answer>[]>;
  readonly sizeOf: (batch: Batch) => number;
}

/** A connection's requests are worked on one after the other: while one is, the next is on its way. */
const maxInFlight = 2;
/** A request of one batch may be larger. */
const maxRequestBytes = 4 * 1_024 * 1_024;

/**
 * Puts batches of several partitions into one request to the broker that leads them: a request costs both sides the same
 * whether it carries one batch or twelve. Batches of one turn of the event loop go together, and those that come while
 * requests are on their way; none waits for company otherwise.
 */
export class SharedRequests<Batch, Answer> {
  #waiting: Waiting<Batch, Answer>[] = [];
  #inFlight = 0;
  #isScheduled = false;

  constructor(private readonly options: SharedRequestsOptions<Batch, Answer>) {}

  /** @throws what its own answer says, or what the request it went with ended with */
  send(batch: Batch): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isScheduled || this.#inFlight >= maxInFlight || this.#waiting.length === 0) return;
    this.#isScheduled = true;
    // After all that the present turn still resolves.
    process.nextTick(() => {
      this.#isScheduled = false;
      void this.#sendNext();
    });
  }

  async #sendNext(): Promise<void> {
    const taken = this.#take();
    this.#inFlight++;
    this.#schedule();
    try {
      const answers = await this.options.send(taken.map(({ batch }) => batch));
      for (const [index, { resolve }] of taken.entries()) resolve(answers[index]!);
    } catch (error) {
      for (const { reject } of taken) reject(error);
    } finally {
      this.#inFlight--;
      this.#schedule();
    }
  }

  #take(): readonly Waiting<Batch, Answer>[] {
    let count = 0;
    let bytes = 0;
    for (const { batch } of this.#waiting) {
      bytes += this.options.sizeOf(batch);
      if (count > 0 && bytes > maxRequestBytes) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }
}
