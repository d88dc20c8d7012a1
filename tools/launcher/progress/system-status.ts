/** What the producer's `GET /import` answers. */
export interface ImportStatus {
  readonly id: string | null;
  readonly state: 'none' | 'running' | 'done' | 'failed';
  readonly error?: string;
  readonly input: InputCounts;
  /** Acks of this run by event type, and `deduplicated`. */
  readonly produced: Readonly<Record<string, number>>;
}

export interface InputCounts {
  readonly files: number;
  readonly lines: number;
  readonly orders: number;
  readonly rejectedLines: number;
  readonly rejectedOrders: number;
  readonly rejects: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
}

export interface GroupTopicStatus {
  readonly completed: number;
  readonly deadLettered: number;
  readonly lag: number;
  readonly retried: number;
  readonly held: number;
  readonly suspendedMs: number;
}

/** Per group, per topic: what the consumer's `GET /groups` answers under `groups`. */
export type GroupsStatus = Readonly<Record<string, Readonly<Record<string, GroupTopicStatus>>>>;

/** What the audit app's `GET /audit/summary` answers. */
export interface AuditStatus {
  readonly events: Readonly<Record<string, number>>;
  readonly repeatedEvents: number;
  readonly records: number;
  readonly gaps: number;
  readonly duplicates: number;
  readonly lag: number;
}

/** The system at one moment; a part is absent while its app does not answer. */
export interface SystemStatus {
  readonly import?: ImportStatus;
  readonly groups?: GroupsStatus;
  readonly audit?: AuditStatus;
}
