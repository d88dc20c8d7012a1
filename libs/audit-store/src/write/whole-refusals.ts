import { SpillwayError } from '@spillway/events';

/** As many rows of one insert may all be bad ones: that more of them are the table is taken to be wrong. */
const maxRows = 3;

/** As many inserts in a row may hold bad rows only: with more of them the table is taken to be wrong. */
const maxInARow = 3;

type Refused = readonly { readonly reason: string }[];

/**
 * Inserts of records of which ClickHouse took none: whether the rows or the table is wrong. With few rows one insert cannot tell,
 * so those are counted.
 */
export class WholeRefusals {
  #inARow = 0;

  /**
   * Told of every insert of records, before its refused rows are kept elsewhere.
   *
   * @throws SpillwayError `SPW-7011` all of more than three rows, or all of fewer after three such inserts in a row
   */
  check(rows: number, refused: Refused): void {
    if (!isWhole(rows, refused)) return;
    if (rows > maxRows) throw tableIsWrong(`all ${rows} rows of one insert`, refused);
    if (this.#inARow >= maxInARow) throw tableIsWrong(`all rows of more than ${maxInARow} inserts in a row`, refused);
  }

  /** Told when all of it is over: what is tried again until then is the same insert. */
  noteDone(rows: number, refused: Refused): void {
    if (rows > 0) this.#inARow = isWhole(rows, refused) ? this.#inARow + 1 : 0;
  }
}

function isWhole(rows: number, refused: Refused): boolean {
  return rows > 0 && refused.length === rows;
}

function tableIsWrong(what: string, refused: Refused): SpillwayError {
  const { reason } = refused[0]!;
  return new SpillwayError('SPW-7011', `ClickHouse refused ${what}: ${reason}`, { context: { reason } });
}
