import { isSpillwayError, SpillwayError } from '@spillway/events';
import type { Transport } from '@spillway/streaming';
import { hideSecrets } from '../output/hide-secrets.js';
import type { Session } from '../session/session.js';
import { kafkaConfigOf } from '../system/kafka-config-of.js';
import { lagOnBroker, type GroupReads } from './lag-on-broker.js';
import { lagSample, type LagSample } from './lag-sample.js';
import { readLag } from './read-lag.js';
import { withBrokerLag } from './with-broker-lag.js';

interface Looked {
  readonly addresses: readonly string[];
  /** Groups that there are, whether they run or not. */
  readonly groups: readonly GroupReads[];
}

/** Looks at instances, and for groups that none of them runs at the broker. */
export class LagReader implements AsyncDisposable {
  #transport: Promise<Transport | undefined> | undefined;
  readonly #told = new Set<string>();

  constructor(
    private readonly session: Session,
    private readonly looked: Looked,
  ) {}

  /** @throws SpillwayError `SPW-5210` nobody tells anything */
  async look(): Promise<LagSample> {
    const { addresses, groups } = this.looked;
    const problems: unknown[] = [];
    const seen = await Promise.all(
      addresses.map((address) => readLag(this.session, address).catch((error: unknown) => void problems.push(error))),
    );
    const answered = seen.filter((samples) => samples !== undefined);
    if (problems.length > 0 && (groups.length === 0 || !isAway(problems))) throw problems[0];
    const running = lagSample(performance.now(), answered);
    const names = new Set([...running.partitions.map(({ group }) => group), ...running.states.keys()]);
    // One that does not answer may run any partition of any group.
    const asked = problems.length > 0 ? groups : groups.filter(({ group }) => !names.has(group));
    const onBroker = asked.length === 0 ? undefined : await this.#onBroker(asked);
    if (onBroker === undefined && (problems.length > 0 || answered.length === 0)) throw problems[0] ?? nobody();
    for (const problem of problems) this.#tell(problem, 'What only it runs is told as the broker has it.');
    return onBroker === undefined ? running : withBrokerLag(running, onBroker);
  }

  /** Undefined where no broker is known, or none answers. */
  async #onBroker(groups: readonly GroupReads[]): Promise<Pick<LagSample, 'partitions' | 'states'> | undefined> {
    try {
      this.#transport ??= openTransport(this.session);
      const transport = await this.#transport;
      if (transport === undefined) return undefined;
      return await lagOnBroker(groups, { admin: transport.admin(), reader: transport.reader(), nowMs: Date.now });
    } catch (error) {
      if (!isSpillwayError(error)) throw error;
      this.#tell(error, `Not told as the broker has them: ${groups.map(({ group }) => group).join(', ')}.`);
      return undefined;
    }
  }

  #tell(problem: unknown, consequence: string): void {
    const text = `${hideSecrets(problem instanceof Error ? problem.message : String(problem))} ${consequence}\n`;
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.session.stderr(text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const transport = await this.#transport?.catch(() => undefined);
    await transport?.close();
  }
}

function nobody(): SpillwayError {
  return new SpillwayError('SPW-5210', 'Neither an instance nor a broker is named, or none answers.');
}

function isAway(problems: readonly unknown[]): boolean {
  return problems.every((problem) => isSpillwayError(problem, 'SPW-5210'));
}

async function openTransport(session: Session): Promise<Transport | undefined> {
  const config = await kafkaConfigOf(session);
  if (config === undefined) return undefined;
  const { kafkaTransport } = await import('@spillway/kafka');
  return kafkaTransport({ config });
}
