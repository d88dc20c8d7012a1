/**
 * Until when the broker keeps the partitions of a member for it: the session's time-out after the last heartbeat it
 * answered was sent. Counted from the answer, a process that was halted in between would believe in a session that is long
 * over.
 */
export class SessionDeadline {
  #sentAtMs: number | undefined;
  #untilMs: number | undefined;

  constructor(private readonly timeoutMs: number) {}

  /** The broker answered a heartbeat in some way. */
  heardOf(heartbeatSentAtMs: number): void {
    this.#sentAtMs = heartbeatSentAtMs;
  }

  /** The last heartbeat was taken, or, without one, the group was joined. */
  renew(nowMs: number): void {
    this.#untilMs = (this.#sentAtMs ?? nowMs) + this.timeoutMs;
    this.#sentAtMs = undefined;
  }

  /** The group rebalances: what was assigned is given back anyway. */
  clear(): void {
    this.#sentAtMs = undefined;
    this.#untilMs = undefined;
  }

  isOver(nowMs: number): boolean {
    return this.#untilMs !== undefined && nowMs > this.#untilMs;
  }
}
