import type { AuditKind, RecordHeaders } from '@spillway/streaming';

/** One row of `events`, every value inside of its column's range. Absent text is ''. */
export interface EventRow {
  topic: string;
  topicId: string;
  partition: number;
  offset: number;
  timestamp: number;
  timestampClamped: boolean;
  eventTime: number | null;
  key: Buffer | null;
  eventId: string;
  type: string;
  source: string;
  subject: string;
  correlationId: string;
  causationId: string;
  traceId: string;
  schemaId: number;
  kind: AuditKind;
  reason: string;
  headers: RecordHeaders;
  value: Buffer | null;
  /** UTF-8. */
  payload: Buffer;
}
