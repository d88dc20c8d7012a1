/** What one peer did in one round. */
export interface Measurement {
  readonly events: number;
  readonly elapsedMs: number;
  readonly cpuMicros: number;
  readonly peakRssBytes: number;
}

/** A thing to compare: ours, or what ours is measured against. */
export interface Peer {
  readonly name: string;
  /** One round: set up, run to the end, check. Throws when the oracle objects. */
  run(round: number): Promise<Measurement>;
}

export interface PreparedScenario {
  /** The first is ours. */
  readonly peers: readonly [Peer, ...Peer[]];
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
  prepare(options: ScenarioOptions): Promise<PreparedScenario>;
}
