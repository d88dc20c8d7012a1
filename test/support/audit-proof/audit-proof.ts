import { randomUUID } from 'node:crypto';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import type { FailpointName, Transport } from '@spillway/streaming';
import { auditDeadLetterTopic, deliveriesTopic } from '@spillway/events';
import { waitUntil } from '@spillway/testing';
import { namespacedTransport } from '../namespaced-transport.js';
import { startSource, type SourceProcess } from '../source-process.js';
import type { AuditAppPlan } from './audit-app-plan.js';
import { entriesIn, ledgerRecord } from './ledger-entries.js';

export const proofTopic = 'retail.orders';
const topics = [proofTopic, deliveriesTopic];
const partitions = 3;
/** One ledger record to so many others. */
const recordsPerLedgerRecord = 8;
const oneDayMs = 86_400_000;
/** Within the retention of the topic, which goes by these times. */
const baseMs = Date.now() - 3 * oneDayMs;
/** Short: where an app is killed, the next waits for it. */
const shortSessionMs = 3_000;

/** Where the store of a proof lies. */
export type ProofStore = { readonly dataDir: string } | { readonly clickhouseUrl: string };

export interface Life extends Partial<
  Pick<AuditAppPlan, 'maxRoundRecords' | 'killInMerge' | 'intakeBytes' | 'clickhouseUrl'>
> {
  /** Killed at that visit of that failpoint, or halted there. */
  readonly failpoint?: readonly [name: FailpointName, nth: number, action?: 'kill9' | 'stop'];
}

/** Records in topics of their own on real Kafka, and audit apps that store them and are killed. */
export class AuditProof {
  readonly #started: SourceProcess[] = [];
  #published = 0;

  private constructor(
    readonly transport: Transport,
    private readonly plan: Pick<AuditAppPlan, 'brokers' | 'prefix' | 'topics' | 'sessionTimeoutMs'> & ProofStore,
  ) {}

  static async open(
    brokers: readonly string[],
    store: ProofStore,
    sessionTimeoutMs = shortSessionMs,
  ): Promise<AuditProof> {
    const prefix = `audit-${randomUUID().slice(0, 8)}.`;
    const config = kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') });
    const transport = namespacedTransport(kafkaTransport({ config }), prefix);
    await transport.connect();
    await transport.admin().ensureTopics([...topics, auditDeadLetterTopic].map((name) => ({ name, partitions })));
    return new AuditProof(transport, { brokers, prefix, topics, sessionTimeoutMs, ...store });
  }

  /** What its apps audit. */
  get topics(): readonly string[] {
    return this.plan.topics;
  }

  /** Of the main topic. */
  get published(): number {
    return this.#published;
  }

  /** Ledger records beside them. */
  get ledgerRecords(): number {
    return Math.ceil(this.#published / recordsPerLedgerRecord);
  }

  /** Over three days, every 50th a tombstone; `event-<n>`, every 193rd `refused-<n>`; every 8th beside a ledger record. */
  async publish(count: number, valueBytes = 0): Promise<void> {
    const first = this.#published;
    this.#published += count;
    const sink = this.transport.sink();
    const timeOf = (number: number) => baseMs + (number % 3) * oneDayMs + number;
    const appendLedger = (number: number) => sink.append(ledgerRecord(number, timeOf(number)));
    const append = (number: number) =>
      sink.append({
        topic: proofTopic,
        key: Buffer.from(`customer-${number % 31}`),
        value: number % 50 === 0 ? null : Buffer.from(`\0\0\0\0\x07 number ${number}`.padEnd(valueBytes)),
        headers: { ce_id: `${number % 193 === 192 ? 'refused' : 'event'}-${number}`, ce_source: '/shop', ce_type: 't' },
        timestampMs: timeOf(number),
      });
    const numbers = Array.from({ length: count }, (_, index) => first + index);
    const beside = numbers.filter((number) => number % recordsPerLedgerRecord === 0);
    await Promise.all([
      ...numbers.map(append),
      ...beside.map((number) => appendLedger(number / recordsPerLedgerRecord)),
    ]);
  }

  /** Starts an audit app; `begin` does not wait for it. */
  begin({ failpoint, ...life }: Life = {}): SourceProcess {
    const plan: AuditAppPlan = { intakeBytes: 64 * 1024 * 1024, maxRoundRecords: 100, ...this.plan, ...life };
    const order = failpoint === undefined ? {} : { SPILLWAY_FAILPOINT: orderOf(failpoint) };
    const app = startSource('test/support/children/audit-app.ts', [JSON.stringify(plan)], order);
    this.#started.push(app);
    return app;
  }

  /** What the group has committed, by partition. */
  async committed(): Promise<readonly string[]> {
    const positions = await this.transport.admin().committed('audit', [proofTopic]);
    return positions.map(({ partition, offset }) => `${partition}/${offset}`).sort();
  }

  /** Resolves when everything published is stored or refused, as the app itself says. */
  async untilComplete(app: SourceProcess, timeoutMs = 180_000): Promise<void> {
    const url = await this.#urlOf(app);
    const isComplete = async (): Promise<boolean> => {
      const answer = await fetch(`${url}/audit/completeness`);
      if (answer.status !== 200) return false;
      const { complete, partitions: found } = (await answer.json()) as Completeness;
      const held = found.reduce((sum, { stored, refused }) => sum + stored + refused, 0);
      return complete && held === this.#published + this.ledgerRecords;
    };
    await waitUntil('everything is stored', isComplete, timeoutMs);
  }

  /** Resolves when the app has read on to the end: rows that nothing vouches for are read again, though all are there. */
  async untilRead(app: SourceProcess): Promise<void> {
    const url = await this.#urlOf(app);
    const isRead = async (): Promise<boolean> => {
      const answer = await fetch(`${url}/groups/audit`);
      if (answer.status !== 200) return false;
      const { partitions: read } = (await answer.json()) as {
        readonly partitions: readonly { readonly lag: number }[];
      };
      return read.length > 0 && read.every(({ lag }) => lag === 0);
    };
    await waitUntil('everything is read', isRead, 60_000);
  }

  /** Resolves when all entries of the ledger are there: those of records that were stored before are entered after a start. */
  async untilEntered(app: SourceProcess): Promise<void> {
    const url = await this.#urlOf(app);
    const countEntries = async (cursor?: string): Promise<number> => {
      const behind = cursor === undefined ? '' : `&cursor=${cursor}`;
      const answer = await fetch(`${url}/audit/deliveries?limit=1000${behind}`);
      if (answer.status !== 200) return 0;
      const { deliveries, nextCursor } = (await answer.json()) as DeliveryPage;
      return deliveries.length + (nextCursor === null ? 0 : await countEntries(nextCursor));
    };
    const expected = entriesIn(this.ledgerRecords);
    await waitUntil('all entries are there', async () => (await countEntries()) === expected, 60_000);
  }

  async #urlOf(app: SourceProcess): Promise<string> {
    const ready = app.said.find((line) => line.startsWith('ready')) ?? (await app.line(/^ready/));
    return ready.split(' ')[1]!;
  }

  async close(): Promise<void> {
    await Promise.all(this.#started.map((app) => app.kill('SIGKILL')));
    await this.transport.close();
  }
}

interface Completeness {
  readonly complete: boolean;
  readonly partitions: readonly { readonly stored: number; readonly refused: number }[];
}

interface DeliveryPage {
  readonly deliveries: readonly unknown[];
  readonly nextCursor: string | null;
}

function orderOf([name, nth, action = 'kill9']: NonNullable<Life['failpoint']>): string {
  return `${name}:${nth}:${action}`;
}
