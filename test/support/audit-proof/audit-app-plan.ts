/** How an audit app of a proof is started; as JSON its only argument. */
export interface AuditAppPlan {
  readonly brokers: readonly string[];
  /** In front of the names of its topics and its group. */
  readonly prefix: string;
  readonly topics: readonly string[];
  /** Of the engine inside, or … */
  readonly dataDir?: string;
  /** … the address of a server. */
  readonly clickhouseUrl?: string;
  readonly sessionTimeoutMs: number;
  readonly intakeBytes: number;
  /** Rounds differ in size from life to life. */
  readonly maxRoundRecords: number;
  /** With the engine inside: the process kills itself while parts are being merged. */
  readonly killInMerge?: boolean;
}
