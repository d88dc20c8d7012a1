/** What one peer did in one round. */
export interface Measurement {
  readonly events: number;
  readonly elapsedMs: number;
  /** 0 for a peer that is reckoned and not run. */
  readonly cpuMicros: number;
  readonly peakRssBytes: number;
  readonly eventLoopDelayP99Ms?: number;
  /** Of the broker that the run started, from the peer's set-up to its end. */
  readonly brokerCpuMicros?: number;
  /** What the scenario tells besides, unit in the name. */
  readonly figures?: Figures;
}

export type Figures = Readonly<Record<string, number>>;

/** A thing to compare: ours, or what ours is measured against. */
export interface Peer {
  readonly name: string;
  /** One round: set up, run to the end, check. Throws when the oracle objects. */
  run(round: number): Promise<Measurement>;
}

/**
 * A ratio of two peers' rates, by their names; with `by: 'cpu'` of the work they do per CPU second, with `by` figures of how
 * fast they are by those times, the one that tells worst.
 */
export interface RatioPair {
  readonly name: string;
  readonly of: string;
  readonly to: string;
  readonly by?: 'cpu' | readonly string[];
}

export interface PreparedScenario {
  /** The first is ours. */
  readonly peers: readonly [Peer, ...Peer[]];
  /** In place of ours / each peer. */
  readonly ratios?: readonly RatioPair[];
  readonly versions: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface ScenarioOptions {
  readonly brokers: readonly string[];
  readonly events: number;
}

export interface Scenario {
  readonly name: string;
  readonly describe: string;
  readonly defaultEvents: number;
  /** False for one that runs without Kafka; true unless told. */
  readonly needsBrokers?: boolean;
  prepare(options: ScenarioOptions): Promise<PreparedScenario>;
}
