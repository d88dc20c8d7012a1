import { UnpackError } from '../compression/unpack-error.js';

/** What a record takes in memory beside its bytes: the message, its views, offset and timestamp as text (an estimate). */
const bytesPerRecord = 256;

/** How much one fetch answer may become in memory. */
export class UnpackBudget {
  #spentBytes = 0;

  /** @param batchBytes most bytes of one batch, unpacked or at 256 bytes a record, and about half of the most in all */
  constructor(readonly batchBytes: number) {}

  /** The first batch is always decoded, so that reading goes on. */
  get isUsedUp(): boolean {
    return this.#spentBytes >= this.batchBytes;
  }

  /** @throws UnpackError `over-limit` when so many records would take more than a batch may */
  checkCount(recordCount: number): void {
    if (recordCount * bytesPerRecord <= this.batchBytes) return;
    const most = Math.floor(this.batchBytes / bytesPerRecord);
    throw new UnpackError('over-limit', `The batch holds ${recordCount} records; at most ${most} are taken`);
  }

  spend(unpackedBytes: number, recordCount: number): void {
    this.#spentBytes += Math.max(unpackedBytes, recordCount * bytesPerRecord);
  }
}
