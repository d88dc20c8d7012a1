import { SpillwayError } from '@spillway/events';

/** As many inserts of one row, refused one after the other: with more of them the table is wrong rather than the rows. */
const maxInARow = 3;

/**
 * Inserts of records of which ClickHouse took none: of several rows the table is wrong rather than all of them, of one row it
 * cannot be told, so those are counted.
 */
export class WholeRefusals {
  #kept = 0;

  /**
   * Told of every insert into a table, before its refused rows are kept elsewhere.
   *
   * @throws SpillwayError `SPW-7011` all rows of several, or the only one after three in a row
   */
  check(rows: number, refused: readonly { readonly reason: string }[]): void {
    if (refused.length < rows) this.#kept = 0;
    if (rows === 0 || refused.length < rows) return;
    if (rows > 1) throw tableIsWrong(`all ${rows} rows of one insert`, refused[0]!);
    if (this.#kept < maxInARow) return;
    throw tableIsWrong(`the only row of more than ${maxInARow} inserts in a row`, refused[0]!);
  }

  /** Told when they are kept: what is tried again meanwhile, as the one who keeps them is away, is the same row. */
  noteKept(rows: number): void {
    if (rows === 1) this.#kept += 1;
  }
}

function tableIsWrong(what: string, { reason }: { readonly reason: string }): SpillwayError {
  return new SpillwayError('SPW-7011', `ClickHouse refused ${what}: ${reason}`, { context: { reason } });
}
