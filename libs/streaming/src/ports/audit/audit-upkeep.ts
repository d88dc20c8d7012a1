/** What the store needs done to it now and then. */
export interface AuditUpkeep {
  /** Names of all topics that records were ever stored of, also of those that are audited no more. */
  storedTopics(signal?: AbortSignal): Promise<readonly string[]>;
  /**
   * Drops the records of a topic that were published and stored before `olderThanMs`, in every life of it, and what the ledger
   * says where it is the ledger's topic. A time of publishing that the store could not hold does not count. Notes first what it
   * drops, so that it is no gap, and lets the rest of ranges that it cuts be verified. What was stored in the last minutes waits
   * for the next time.
   *
   * @returns records dropped
   */
  dropExpired(topic: string, olderThanMs: number, signal?: AbortSignal): Promise<number>;
  /**
   * Merges each day that is over into one part, where it has several: reading it costs nothing extra then. Stops between two
   * days when the signal fires.
   *
   * @returns days merged
   */
  mergeClosedDays(signal?: AbortSignal): Promise<number>;
  /**
   * Resolves when an insert of one row was acknowledged.
   *
   * @returns whole seconds for which ClickHouse has run: one that was started since the last time may have less than it had
   * @throws SpillwayError `SPW-7002` and what else an insert meets
   */
  probe(): Promise<number>;
}
