import type { ClickHouseClient } from '@clickhouse/client';
import { Turns } from '@spillway/streaming';

/**
 * Clients that are given statements, each so many at once. Whoever else wants one waits here and not in the client: there a
 * statement is not found by who wants to stop it, and runs when its turn comes, even when nobody waits for it any more. So all
 * that use a client share its pool.
 */
export class ClientPool {
  readonly #turns: Turns;
  /** As often as it may be given a statement now. */
  readonly #idle: ClickHouseClient[];

  constructor(clients: readonly ClickHouseClient[], statementsEach: number) {
    this.#idle = clients.flatMap((client) => Array.from({ length: statementsEach }, () => client));
    this.#turns = new Turns(this.#idle.length);
  }

  /** @throws the signal's reason when it fired before the turn came; whatever `work` throws */
  run<T>(work: (client: ClickHouseClient) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#turns.run(async () => {
      // Between the turn and this moment it may have fired.
      if (signal?.aborted === true) throw signal.reason as Error;
      const client = this.#idle.pop()!;
      try {
        return await work(client);
      } finally {
        this.#idle.push(client);
      }
    }, signal);
  }
}
