import { randomUUID } from 'node:crypto';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import type { FailpointName, Transport } from '@spillway/streaming';
import { auditDeadLetterTopic } from '@spillway/events';
import { waitUntil } from '@spillway/testing';
import { namespacedTransport } from '../namespaced-transport.js';
import { startSource, type SourceProcess } from '../source-process.js';
import type { AuditAppPlan } from './audit-app-plan.js';

export const proofTopic = 'retail.orders';
const partitions = 3;
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
    const topics = [proofTopic, auditDeadLetterTopic].map((name) => ({ name, partitions }));
    await transport.admin().ensureTopics(topics);
    return new AuditProof(transport, { brokers, prefix, topics: [proofTopic], sessionTimeoutMs, ...store });
  }

  /** What its apps audit. */
  get topics(): readonly string[] {
    return this.plan.topics;
  }

  get published(): number {
    return this.#published;
  }

  /** Over three days, every 50th a tombstone; `event-<n>`, every 193rd `refused-<n>`. */
  async publish(count: number, valueBytes = 0): Promise<void> {
    const first = this.#published;
    this.#published += count;
    const sink = this.transport.sink();
    const append = (number: number) =>
      sink.append({
        topic: proofTopic,
        key: Buffer.from(`customer-${number % 31}`),
        value: number % 50 === 0 ? null : Buffer.from(`\0\0\0\0\x07 number ${number}`.padEnd(valueBytes)),
        headers: { ce_id: `${number % 193 === 192 ? 'refused' : 'event'}-${number}`, ce_source: '/shop', ce_type: 't' },
        timestampMs: baseMs + (number % 3) * oneDayMs + number,
      });
    await Promise.all(Array.from({ length: count }, (_, index) => append(first + index)));
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
      const answer = await fetch(`${url}/audit/completeness?topic=${proofTopic}`);
      if (answer.status !== 200) return false;
      const { complete, partitions: found } = (await answer.json()) as Completeness;
      return complete && found.reduce((sum, { stored, refused }) => sum + stored + refused, 0) === this.#published;
    };
    await waitUntil('everything is stored', isComplete, timeoutMs);
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

function orderOf([name, nth, action = 'kill9']: NonNullable<Life['failpoint']>): string {
  return `${name}:${nth}:${action}`;
}
