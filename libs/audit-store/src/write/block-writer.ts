/** One insert of RowBinary bytes. */
export interface BlockInsert {
  readonly table: string;
  readonly columns: readonly string[];
  readonly bytes: Buffer;
  /** Equal tokens are one insert. */
  readonly token: string;
}

/** Puts a block of rows into a table; resolves when ClickHouse has acknowledged it. */
export interface BlockWriter {
  insert(insert: BlockInsert): Promise<void>;
}
