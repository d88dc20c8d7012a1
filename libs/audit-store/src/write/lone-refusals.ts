import { SpillwayError } from '@spillway/events';

/** As many inserts of one row, refused one after the other: with more of them the table is wrong rather than the rows. */
const maxInARow = 3;

/** Counts inserts of a single row that were refused, of which each alone cannot say whether it or the table is wrong. */
export class LoneRefusals {
  #kept = 0;

  /**
   * Told of every insert into a table, before its refused rows are kept elsewhere.
   *
   * @throws SpillwayError `SPW-7011` after three in a row
   */
  check(rows: number, refused: readonly { readonly reason: string }[]): void {
    if (refused.length < rows) this.#kept = 0;
    if (rows !== 1 || refused.length === 0 || this.#kept < maxInARow) return;
    const { reason } = refused[0]!;
    const detail = `ClickHouse refused the only row of more than ${maxInARow} inserts in a row: ${reason}`;
    throw new SpillwayError('SPW-7011', detail, { context: { reason } });
  }

  /** Told when they are kept: what is tried again meanwhile, as the one who keeps them is away, is the same row. */
  noteKept(rows: number): void {
    if (rows === 1) this.#kept += 1;
  }
}
