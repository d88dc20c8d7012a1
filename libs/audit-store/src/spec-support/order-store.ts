import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnalyticsQuestion, AuditStore } from '@spillway/streaming';
import { openAuditStore } from '../open-audit-store.js';
import { auditRow } from './audit-records.js';

const settleMs = 120_000;

export interface StoredOrder {
  readonly id: string;
  readonly type: 'OrderPlaced' | 'OrderCancelled';
  /** The event's own; none where it is absent. */
  readonly time?: string | undefined;
  readonly payload: object;
}

/** A store of orders in a folder of its own, at a time that the spec sets. */
export class OrderStore {
  nowMs = Date.UTC(2026, 2, 1, 10, 30);
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'spillway-orders-'));
  #store!: AuditStore;
  #nextOffset = 0;

  static async open(): Promise<OrderStore> {
    const opened = new OrderStore();
    const clock = { nowMs: () => opened.nowMs, steadyMs: () => opened.nowMs, sleep: async () => {} };
    opened.#store = await openAuditStore({ dataDir: opened.#dataDir, clock, settleMs });
    return opened;
  }

  /** Stores what is published now, one record behind the other. */
  async append(orders: readonly StoredOrder[]): Promise<void> {
    const firstOffset = this.#nextOffset;
    const rows = orders.map(({ id, type, time, payload }) =>
      auditRow(this.#nextOffset++, {
        timestampMs: this.nowMs,
        envelope: { id, source: '/shop', type: `retail.orders.${type}`, time },
        payloadJson: Buffer.from(JSON.stringify({ country: 'France', ...payload })),
      }),
    );
    const place = { topic: 'retail.orders', topicId: 'life', partition: 0 };
    await this.#store.append([{ ...place, firstOffset, lastOffset: this.#nextOffset - 1, rows }]);
  }

  /** When what was stored has settled. */
  async rollUpLater(): Promise<void> {
    this.nowMs += settleMs + 1;
    await this.#store.boards.rollUp();
  }

  async ask(question: AnalyticsQuestion): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return (await this.#store.boards.ask(question)).rows;
  }

  async close(): Promise<void> {
    await this.#store.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
