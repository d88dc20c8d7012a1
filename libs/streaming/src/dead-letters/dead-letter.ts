import { readEventHeaders, spillwayHeaders as names } from '@spillway/events';
import type { HeaderValue, LogRecord } from '../ports/record.js';
import { readDeadLetterState } from '../retry/copies/retry-headers.js';
import type { RecordOrigin } from '../retry/copies/retry-state.js';

export interface DeadLetterCause {
  readonly errorClass: string | undefined;
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** A dead letter as its headers tell of it; what they do not say, or say beyond belief, is undefined. */
export interface DeadLetter {
  /** `topic/partition/offset`: where it lies. */
  readonly id: string;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly origin: RecordOrigin | undefined;
  readonly group: string | undefined;
  readonly handler: string | undefined;
  readonly appVersion: string | undefined;
  /** Calls of the handler before it was given up. */
  readonly attempts: number | undefined;
  readonly redriveJob: string | undefined;
  readonly redriveCount: number;
  readonly firstFailedAt: string | undefined;
  readonly failedAt: string | undefined;
  readonly first: DeadLetterCause;
  readonly last: DeadLetterCause & { readonly stack: string | undefined; readonly fingerprint: string | undefined };
  readonly eventId: string | undefined;
  readonly eventType: string | undefined;
  readonly eventSource: string | undefined;
  readonly correlationId: string | undefined;
}

/** Reads what a record of a dead-letter topic says of itself. Total: such a topic may hold anything. */
export function deadLetterOf(record: LogRecord): DeadLetter {
  const { topic, partition, offset, timestampMs, key } = record;
  const text = (name: string): string | undefined => textOf(record.headers[name]);
  const state = readDeadLetterState(record);
  const known = 'forged' in state ? undefined : state;
  const { attributes } = readEventHeaders(record.headers);
  return {
    id: `${topic}/${partition}/${offset}`,
    timestampMs,
    key,
    origin: known?.origin,
    group: known?.group ?? text(names.group),
    handler: text(names.handler),
    appVersion: text(names.appVersion),
    attempts: known?.attempt,
    redriveJob: known?.redriveJob,
    redriveCount: known?.redriveCount ?? 0,
    firstFailedAt: text(names.firstFailedAt),
    failedAt: text(names.failedAt),
    first: {
      errorClass: text(names.firstErrorClass),
      code: text(names.firstErrorCode),
      message: text(names.firstErrorMessage),
    },
    last: {
      errorClass: text(names.errorClass),
      code: text(names.errorCode),
      message: text(names.errorMessage),
      stack: text(names.errorStack),
      fingerprint: text(names.errorFingerprint),
    },
    eventId: attributes.id,
    eventType: attributes.type,
    eventSource: attributes.source,
    correlationId: attributes.correlationId,
  };
}

function textOf(value: LogRecord['headers'][string]): string | undefined {
  const one = Array.isArray(value) ? (value as readonly HeaderValue[]).at(-1) : (value as HeaderValue | undefined);
  const text = one?.toString();
  return text === '' ? undefined : text;
}
