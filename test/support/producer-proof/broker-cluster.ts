import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Child } from '../../../tools/processes/child.ts';
import { takePortBase } from '../take-port-base.ts';
import { startPart } from '../../../tools/processes/start-part.ts';
import { kafkaParts, type KafkaPart } from '../../../tools/local-stack/kafka-parts.ts';
import { rootDir } from '../../../tools/setup/paths.mjs';

/** Real brokers that a test may kill, halt and start again. */
export class BrokerCluster {
  readonly #parts: readonly KafkaPart[];
  readonly #children = new Map<number, Child>();
  readonly #dataDir: string;

  private constructor(dataDir: string, parts: readonly KafkaPart[]) {
    this.#dataDir = dataDir;
    this.#parts = parts;
  }

  /** @param count 1 or 3 */
  static async start(count: 1 | 3 = 3): Promise<BrokerCluster> {
    const folder = join(rootDir, '.spillway');
    mkdirSync(folder, { recursive: true });
    const dataDir = mkdtempSync(join(folder, 'brokers-'));
    const portBase = await takePortBase([92, 93, 94, 192, 193, 194]);
    const cluster = new BrokerCluster(dataDir, kafkaParts({ dataDir, logDir: dataDir, portBase, count }));
    const started = await Promise.allSettled(cluster.ids.map((id) => cluster.start(id)));
    const failed = started.find((result) => result.status === 'rejected');
    if (failed === undefined) return cluster;
    await cluster.stop();
    throw failed.reason;
  }

  get ids(): readonly number[] {
    return this.#parts.map(({ node }) => node.id);
  }

  get brokers(): readonly string[] {
    return this.#parts.map(({ url }) => url);
  }

  /** Starts a broker; resolves when the cluster counts it among its own. */
  async start(id: number): Promise<void> {
    const part = this.#parts.find(({ node }) => node.id === id)!;
    this.#children.set(id, await startPart(part));
  }

  /** SIGKILL; resolves when the process is gone. */
  async kill(id: number): Promise<void> {
    const child = this.#child(id);
    child.kill();
    await child.ended;
  }

  /** SIGSTOP: it keeps its connections and answers nothing. */
  halt(id: number): void {
    process.kill(this.#child(id).pid, 'SIGSTOP');
  }

  goOn(id: number): void {
    process.kill(this.#child(id).pid, 'SIGCONT');
  }

  /** Whether the broker is there and runs: neither gone nor halted. */
  runs(id: number): boolean {
    const child = this.#child(id);
    if (child.hasEnded()) return false;
    // The state stands after the name in parentheses; T is stopped by a signal.
    return !/\) [Tt] /.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8'));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#children.values()].map((child) => child.stop()));
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  #child(id: number): Child {
    const child = this.#children.get(id);
    if (child === undefined) throw new Error(`Broker ${id} was never started`);
    return child;
  }
}
