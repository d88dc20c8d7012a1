import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock, Transport } from '@spillway/streaming';
import { SPILLWAY_CLOCK, SPILLWAY_TRANSPORT } from '../options/tokens.js';
import { ReadinessRegistry, type Readiness } from './readiness-registry.js';

const askEveryMs = 2_000;
/** With what lies between two questions and the question of who probes: red within ten seconds of the last answer. */
const silenceMs = 6_000;

/** Whether the log answers, asked now and then: also in an app that only publishes, and while it has nothing to publish. */
@Injectable()
export class LogReadiness implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #stopped = new AbortController();
  #answeredAtMs: number;

  constructor(
    @Inject(SPILLWAY_TRANSPORT) private readonly transport: Transport,
    @Inject(SPILLWAY_CLOCK) private readonly clock: Clock,
    @Inject(ReadinessRegistry) readiness: ReadinessRegistry,
  ) {
    // Who gets the transport gets it connected.
    this.#answeredAtMs = clock.steadyMs();
    readiness.add('log', () => this.#report());
  }

  onApplicationBootstrap(): void {
    void this.#askOn();
  }

  onModuleDestroy(): void {
    this.#stopped.abort();
  }

  #report(): Readiness {
    const silentMs = this.clock.steadyMs() - this.#answeredAtMs;
    if (silentMs < silenceMs) return { ready: true };
    return { ready: false, reason: `the log has not answered for ${Math.round(silentMs / 1000)} s` };
  }

  async #askOn(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await this.transport.connect().then(
        () => (this.#answeredAtMs = this.clock.steadyMs()),
        // The time since the last answer says it.
        () => undefined,
      );
      await this.clock.sleep(askEveryMs, signal);
    }
  }
}
