import { schemaIdHeader } from '@spillway/events';
import type { ValueOrigin } from '@spillway/streaming';

/** A record of the log, as far as it is needed to read it. */
export interface LoggedRecord {
  /** As its header says. */
  readonly type: string | null;
  readonly value: Buffer | null;
  /** The topic it first lay in, and the header that names its schema, where it has one. */
  readonly origin: ValueOrigin;
}

/** From what an app answers: bytes as base64. */
export function loggedRecord(answer: {
  readonly topic: string;
  readonly type: string | null;
  readonly valueBase64: string | null;
  /** Absent in what older apps answer. */
  readonly schemaHeaderBase64?: string | null;
}): LoggedRecord {
  const { topic, type, valueBase64, schemaHeaderBase64: header = null } = answer;
  return {
    type,
    value: valueBase64 === null ? null : Buffer.from(valueBase64, 'base64'),
    origin: { topic, headers: header === null ? {} : { [schemaIdHeader]: Buffer.from(header, 'base64') } },
  };
}
