import type { EventDefinition } from '@spillway/events';
import type { GroupedFile } from '../orders/order-grouper.js';
import type { ImportReject, ImportStatus } from './import-status.js';

const listedRejects = 100;

/** Counts of one import run. */
export class ImportTally {
  private lines = 0;
  private orders = 0;
  private rejectedLines = 0;
  private rejectedOrders = 0;
  private deduplicated = 0;
  private readonly rejects: ImportReject[] = [];
  private readonly produced: Map<string, number>;

  constructor(
    private readonly files: number,
    definitions: readonly EventDefinition<never>[],
  ) {
    this.produced = new Map(definitions.map(({ type }) => [type, 0]));
  }

  /** What an earlier life of this run has had accepted. */
  addEarlier(accepted: ReadonlyMap<string, number>): void {
    for (const [type, events] of accepted) this.produced.set(type, (this.produced.get(type) ?? 0) + events);
  }

  /** @returns the file's rejects, for the rejects file */
  addFile(file: string, grouped: GroupedFile): readonly ImportReject[] {
    this.lines += grouped.lines;
    this.orders += grouped.orders;
    this.rejectedLines += grouped.rejects.length;
    this.rejectedOrders += grouped.rejectedOrders;
    const rejects = grouped.rejects.map((reject) => ({ file, ...reject }));
    for (const reject of rejects) this.list(reject);
    return rejects;
  }

  /** An order whose lines are good, but which cannot be accepted. */
  addRejectedOrder(reject: ImportReject): void {
    this.rejectedOrders += 1;
    this.list(reject);
  }

  addProduced(type: string): void {
    this.produced.set(type, (this.produced.get(type) ?? 0) + 1);
  }

  addDeduplicated(): void {
    this.deduplicated += 1;
  }

  counts(): Pick<ImportStatus, 'input' | 'produced'> {
    const { files, lines, orders, rejectedLines, rejectedOrders } = this;
    return {
      input: { files, lines, orders, rejectedLines, rejectedOrders, rejects: [...this.rejects] },
      produced: { ...Object.fromEntries(this.produced), deduplicated: this.deduplicated },
    };
  }

  private list(reject: ImportReject): void {
    if (this.rejects.length < listedRejects) this.rejects.push(reject);
  }
}
