import { supervisePart, type SupervisedPart } from '../../processes/supervise-part.ts';
import type { Child } from '../../processes/child.ts';
import type { Part } from '../../processes/part.ts';
import { provisionPatiently } from './provision-patiently.ts';
import { appNames, type LaunchPlan } from '../plan/launch-plan.ts';
import type { PartName, RunFile } from '../run-folder/run-file.ts';
import type { Screen } from '../terminal/screen.ts';

export interface SystemOptions {
  readonly plan: LaunchPlan;
  readonly runFile: RunFile;
  readonly screen: Screen;
  /** Failed starts in a row after which a part that ended is given up. */
  readonly maxFailedStarts: number;
  /** Told when a part is given up. */
  readonly onGivenUp: (error: unknown) => void;
}

/** The processes of one run: started in order, watched, stopped in the opposite order. */
export class System {
  readonly #options: SystemOptions;
  readonly #running: SupervisedPart[] = [];
  readonly #children = new Set<Child>();

  constructor(options: SystemOptions) {
    this.#options = options;
  }

  /** Starts services, provisions them, starts the apps. Rejects at the first failure; `stop` then ends what runs. */
  async start(signal: AbortSignal): Promise<void> {
    const { services, apps, provisioning } = this.#options.plan;
    await this.#startAll(services, signal);
    signal.throwIfAborted();
    if (provisioning !== undefined) await this.#provision(provisioning, signal);
    await this.#startAll(apps, signal);
  }

  /** Apps first, all at once, then the payment gateway, the registry and Kafka, so that nobody loses what it still writes to. */
  async stop(): Promise<void> {
    const steps = Object.groupBy(this.#running, ({ name }) => stepOf(name));
    for (const step of ['apps', 'payment-gateway', 'registry', 'kafka'] as const)
      await Promise.all((steps[step] ?? []).map((part) => part.stop()));
  }

  kill(): void {
    for (const child of this.#children) child.kill();
  }

  async #startAll(parts: readonly Part[], signal: AbortSignal): Promise<void> {
    if (parts.length > 0) this.#options.screen.step(`Starting ${parts.map(({ name }) => nameOf(name)).join(', ')} …`);
    const results = await Promise.allSettled(parts.map((part) => this.#start(part, signal)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  async #start(part: Part, signal: AbortSignal): Promise<void> {
    const { screen, maxFailedStarts, onGivenUp } = this.#options;
    const startedAt = performance.now();
    const supervised = await supervisePart(part, {
      signal,
      maxFailedStarts,
      onGivenUp,
      say: (line) => screen.notice(line),
      onSpawned: (child) => this.#note(part, child),
    });
    this.#running.push(supervised);
    screen.step(`  ${part.name.padEnd(16)}${part.url.padEnd(46)}${seconds(startedAt)}`);
  }

  #note(part: Part, child: Child): void {
    const { runFile, plan } = this.#options;
    this.#children.add(child);
    void child.ended.then(() => this.#children.delete(child));
    if (part.name === 'memory') {
      for (const name of appNames)
        runFile.set({ name, pid: child.pid, port: portOf(plan.urls[name]), url: plan.urls[name] });
      return;
    }
    runFile.set({ name: part.name as PartName, pid: child.pid, port: part.port, url: part.url });
  }

  async #provision(environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    // Loads the clients and the consumer's topics, which a refusal should not wait for.
    const { provisionStack } = await import('../../provision/provision-stack.ts');
    const { createdTopics, contracts } = await provisionPatiently(() => provisionStack(environment), signal);
    const what = `${createdTopics.length} topics created, ${contracts} contracts registered`;
    this.#options.screen.step(`  ${''.padEnd(16)}${what.padEnd(46)}${seconds(startedAt)}`);
  }
}

/** Brokers stop together: each hands its partitions on as long as a majority of controllers is there. */
function stepOf(part: string): 'apps' | 'payment-gateway' | 'registry' | 'kafka' {
  if (part === 'registry' || part === 'payment-gateway') return part;
  return part.startsWith('kafka') ? 'kafka' : 'apps';
}

/** The one process of memory mode is all three apps. */
function nameOf(part: string): string {
  return part === 'memory' ? appNames.join(', ') : part;
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}
