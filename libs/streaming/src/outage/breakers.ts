import { noMetrics, type Metrics } from '../ports/metrics.js';
import type { Admission } from './admission.js';
import { defaultBreakerOptions, type BreakerOptions } from './breaker-options.js';
import { Breaker, type BreakerParts } from './breaker.js';

export interface BreakersOptions extends Omit<BreakerParts, 'onChange'> {
  /** For all dependencies. */
  readonly defaults?: Partial<BreakerOptions>;
  /** For single ones, on top of the defaults. */
  readonly perDependency?: Readonly<Record<string, Partial<BreakerOptions>>>;
}

/** Names come from handlers' outcomes too: beyond so many, those that are closed are forgotten. */
const maxBreakers = 1_000;
/** So many have series of their own in metrics, for good: those that handlers declare, which are asked for first, and some more. */
const maxSeries = 100;

/** The breakers of one process, by dependency: shared by every handler of every group that names it. */
export class Breakers {
  readonly #breakers = new Map<string, Breaker>();
  readonly #listeners = new Set<() => void>();
  readonly #withSeries = new Set<string>();

  constructor(private readonly options: BreakersOptions) {}

  /** The breaker of a dependency; made when it is first asked for. */
  get(dependency: string): Breaker {
    const known = this.#breakers.get(dependency);
    if (known !== undefined) return known;
    if (this.#breakers.size >= maxBreakers) this.#forgetClosed();
    const { defaults, perDependency, clock, logger } = this.options;
    const own =
      perDependency !== undefined && Object.hasOwn(perDependency, dependency) ? perDependency[dependency] : {};
    const onChange = (): void => {
      for (const listener of this.#listeners) listener();
    };
    const options = { ...defaultBreakerOptions, ...defaults, ...own };
    const metrics = this.#metricsOf(dependency);
    const breaker = new Breaker(dependency, options, { clock, logger, metrics, onChange });
    this.#breakers.set(dependency, breaker);
    return breaker;
  }

  /**
   * May a call that needs all of these begin? No probe is taken from one while another makes the call wait. After
   * `probe` the end is reported to each of them.
   */
  admit(dependencies: readonly string[]): Admission {
    if (dependencies.length === 0) return 'go';
    const breakers = dependencies.map((dependency) => this.get(dependency));
    const waitMs = Math.max(...breakers.map((breaker) => breaker.waitUntilMs ?? 0));
    if (waitMs > 0) return { waitUntilMs: waitMs };
    return breakers.map((breaker) => breaker.admit()).includes('probe') ? 'probe' : 'go';
  }

  /** Those that are not closed, for status pages. */
  get unclosed(): readonly Breaker[] {
    return [...this.#breakers.values()].filter(({ state }) => state !== 'closed');
  }

  /**
   * Calls the listener after every change of any breaker, so that who waits asks again: in a later turn, as each who asks
   * may be the next change.
   *
   * @returns ends the subscription
   */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** How often any of the rest opens is counted together, under `other`. */
  #metricsOf(dependency: string): Metrics {
    const { metrics } = this.options;
    if (this.#withSeries.size < maxSeries) this.#withSeries.add(dependency);
    if (this.#withSeries.has(dependency)) return metrics;
    return {
      ...noMetrics,
      increment: (name, by, labels) => metrics.increment(name, by, { ...labels, dependency: 'other' }),
    };
  }

  #forgetClosed(): void {
    for (const [name, { state }] of this.#breakers) if (state === 'closed') this.#breakers.delete(name);
  }
}
