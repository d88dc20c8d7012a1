import { errorTable, isSpillwayError, type EventDefinition } from '@spillway/events';
import type { Clock, Logger } from '@spillway/streaming';
import type { AcceptedEventsStore } from '../../accept/accepted-events.store.js';
import type { Acceptance } from '../../accept/candidate.js';
import type { EventAcceptor } from '../../accept/event-acceptor.js';
import type { InvoiceLines } from '../orders/order-grouper.js';
import { readOrderFile } from '../orders/read-order-file.js';
import type { ImportPlan } from './import-plan.js';
import type { ImportState, ImportStatus } from './import-status.js';
import { ImportTally } from './import-tally.js';
import { orderCandidate, type OrderCandidate } from './order-candidate.js';
import { Pacer } from './pacer.js';
import { RejectsFile } from './rejects-file.js';
import { retryDelayMs } from './retry-delay.js';

export interface ImportRunParts {
  readonly acceptor: EventAcceptor;
  readonly store: AcceptedEventsStore;
  readonly definitions: readonly EventDefinition<never>[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * One import from files to acks. Started again with the same id it reads all files again, recognises by the store
 * what it had accepted and publishes the rest; an outage of log or store makes it wait, not fail.
 */
export class ImportRun {
  private readonly tally: ImportTally;
  private readonly pacer: Pacer;
  private readonly stopping = new AbortController();
  private state: ImportState = 'none';
  private error: string | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly plan: ImportPlan,
    private readonly parts: ImportRunParts,
  ) {
    this.tally = new ImportTally(plan.files.length, parts.definitions);
    this.pacer = new Pacer(parts.clock, plan.eventsPerSecond);
  }

  /** Starts in the background; `status()` tells how it goes. */
  start(): void {
    this.state = 'running';
    this.running = this.run().catch((error: unknown) => this.fail(error));
  }

  /** Ends after what is in flight was answered. The run stays `running` to whoever asks: it goes on at the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  status(): ImportStatus {
    const error = this.error === undefined ? {} : { error: this.error };
    return { id: this.plan.importId, state: this.state, ...error, ...this.tally.counts() };
  }

  private async run(): Promise<void> {
    const { importId, files, rejectsFile } = this.plan;
    const { logger, store } = this.parts;
    const rejects = await RejectsFile.create(rejectsFile);
    try {
      this.tally.addEarlier(await this.untilReached(() => store.countByType(importId)));
      logger.info({ importId, files: files.length }, 'Import started');
      for (const [index, file] of files.entries()) {
        // A file named twice is two inputs: its second reading is a copy, not this very line.
        const repeat = files.slice(0, index).filter((earlier) => earlier === file).length;
        await this.importFile(file, repeat === 0 ? file : `${file}#${repeat + 1}`, rejects);
      }
      this.state = 'done';
      logger.info({ importId, ...this.tally.counts().produced }, 'Import done');
    } finally {
      await rejects.close();
    }
  }

  private async importFile(file: string, origin: string, rejects: RejectsFile): Promise<void> {
    const { signal } = this.stopping;
    const grouped = await readOrderFile(file, signal);
    await rejects.write(this.tally.addFile(file, grouped));
    for (let start = 0; start < grouped.accepted.length; start += this.pacer.chunkSize) {
      const invoices = grouped.accepted.slice(start, start + this.pacer.chunkSize);
      await this.pacer.pass(invoices.length, signal);
      signal.throwIfAborted();
      await this.acceptAll(invoices, { file, origin, rejects });
    }
  }

  private async acceptAll(
    invoices: readonly InvoiceLines[],
    input: { readonly file: string; readonly origin: string; readonly rejects: RejectsFile },
  ): Promise<void> {
    const { acceptor } = this.parts;
    let open = invoices.map((invoice) => orderCandidate(invoice, this.plan.importId, input.origin));
    for (let attempt = 0; open.length > 0; attempt++) {
      const asked = open;
      const answers = await this.untilReached(() =>
        acceptor.accept(
          asked.map(({ candidate }) => candidate),
          { runLength: 1 },
        ),
      );
      open = [];
      for (const [index, order] of asked.entries()) {
        const verdict = this.count(order, answers[index]!);
        if (verdict === 'again') open.push(order);
        else if (verdict !== undefined) {
          const reject = { file: input.file, line: order.line, reason: verdict.reason };
          this.tally.addRejectedOrder(reject);
          await input.rejects.write([reject]);
        }
      }
      // What gets on is no outage: start over with short waits.
      if (open.length < asked.length) attempt = 0;
      if (open.length > 0) await this.wait(attempt, `${open.length} events were not acknowledged`);
    }
  }

  /** Undefined: counted. */
  private count(
    { candidate, invoiceNo }: OrderCandidate,
    answer: Acceptance,
  ): 'again' | { reason: string } | undefined {
    switch (answer.type) {
      case 'accepted':
        if (!answer.deduplicated) this.tally.addProduced(candidate.definition.type);
        else if (!answer.sameOrigin) this.tally.addDeduplicated();
        return undefined;
      case 'conflict':
        return { reason: `conflict: invoice ${invoiceNo} was accepted before with other content` };
      case 'failed':
        if (!isSpillwayError(answer.error)) throw answer.error;
        if (answer.error.retryable) return 'again';
        if (!isFaultOfTheEvent(answer.error.code)) throw answer.error;
        return { reason: `${answer.error.code}: ${errorTable[answer.error.code].title}` };
    }
  }

  /** Asks again as long as log or store are not reachable. */
  private async untilReached<T>(ask: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await ask();
      } catch (error) {
        if (!isSpillwayError(error) || !error.retryable) throw error;
        await this.wait(attempt, error.message);
      }
    }
  }

  private async wait(attempt: number, reason: string): Promise<void> {
    const delayMs = retryDelayMs(attempt);
    this.parts.logger.warn({ importId: this.plan.importId, attempt: attempt + 1, delayMs, reason }, 'Import waits');
    await this.parts.clock.sleep(delayMs, this.stopping.signal);
    this.stopping.signal.throwIfAborted();
  }

  private fail(error: unknown): void {
    if (this.stopping.signal.aborted) return;
    this.state = 'failed';
    this.error = isSpillwayError(error) ? `${error.code} ${error.message}` : String(error);
    this.parts.logger.error({ importId: this.plan.importId, err: error }, 'Import failed');
  }
}

/** Not encodable or too large: no other try and no other time will help this order, and the others need not wait for it. */
function isFaultOfTheEvent(code: string): boolean {
  return code === 'SPW-3001' || code === 'SPW-1112';
}
