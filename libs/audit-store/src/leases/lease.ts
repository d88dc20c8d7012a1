import type { ClickHouseClient } from '@clickhouse/client';
import { timeLimit } from '../connection/time-limit.js';
import type { ExclusiveWork } from './run-exclusively.js';

const settings = timeLimit('control');

/** A claim on a kind of work that runs out by itself, by the server's clock. ClickHouse has no locks of its own. */
export class Lease {
  constructor(
    private readonly client: ClickHouseClient,
    private readonly options: { readonly work: ExclusiveWork; readonly holder: string; readonly heldMs: number },
  ) {}

  /** Whoever claims notes it before looking for others: of two at once one goes on, or none. */
  async acquire(): Promise<boolean> {
    if (await this.#isHeldByAnother()) return false;
    try {
      await this.renew();
      if (!(await this.#isHeldByAnother())) return true;
    } catch (error) {
      // Else all wait for a claim of nobody until it has run out.
      await this.release().catch(() => {});
      throw error;
    }
    await this.release();
    return false;
  }

  renew(): Promise<void> {
    return this.#note(this.options.heldMs);
  }

  release(): Promise<void> {
    return this.#note(0);
  }

  async #isHeldByAnother(): Promise<boolean> {
    const { work, holder } = this.options;
    const query = `SELECT count() AS held FROM leases FINAL
      WHERE work = {work:String} AND holder != {holder:String} AND heldUntil > now64(3) SETTINGS ${settings}`;
    const answer = await this.client.query({ query, query_params: { work, holder }, format: 'JSONEachRow' });
    const [row] = await answer.json<{ held: number }>();
    return Number(row!.held) > 0;
  }

  async #note(heldMs: number): Promise<void> {
    const { work, holder } = this.options;
    const query = `INSERT INTO leases (work, holder, heldUntil, notedAt) SETTINGS async_insert = 0, ${settings}
      SELECT {work:String}, {holder:String}, now64(3) + toIntervalMillisecond({heldMs:UInt32}), now64(3)`;
    await this.client.command({ query, query_params: { work, holder, heldMs } });
  }
}
