export interface AuditSoakTask {
  readonly brokers: readonly string[];
  /** In front of the names of topics and group. */
  readonly prefix: string;
  readonly events: number;
  /** What the app is told to hold at most between Kafka and ClickHouse. */
  readonly intakeBytes: number;
}

export const soakTopic = 'retail.orders';
export const partitions = 12;
