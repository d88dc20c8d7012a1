import { isSpillwayHeader, spillwayHeaders as names, untrustedPrefix } from '@spillway/events';
import type { HeaderValue, LogRecord, OutgoingRecord, RecordHeaders } from '../../ports/record.js';
import type { CopyFailure } from './copy-failure.js';
import { nullHeaderNames } from './null-headers.js';
import { fitOwnHeaders, type OwnHeader } from './own-headers.js';
import { writeRetryHeaders } from './retry-headers.js';
import type { RetryState } from './retry-state.js';
import { appendToPresent, springHeaders, type SpringCompat } from './spring-headers.js';

export interface CopyOptions {
  /** A tier, or the dead-letter topic. */
  readonly toTopic: string;
  /** What the copy is to say of itself: the state read from the record (else `firstState`) with what changes. */
  readonly state: RetryState;
  /** Why, unless the copy is held: then what was said of earlier failures stays. */
  readonly failure?: CopyFailure;
  readonly appVersion?: string;
  /** How long it may wait for others to share its request. */
  readonly lingerMs?: number | undefined;
  /** Writes Spring's `kafka_dlt-*` headers as well; for dead letters. */
  readonly compat?: SpringCompat | undefined;
}

type CopiedHeaders = Record<string, HeaderValue | readonly HeaderValue[]>;

/** All headers of ours together, names and values. */
export const maxOwnHeaderBytes = 8_192;
const maxNullNamesBytes = 512;

const empty = Buffer.alloc(0);

/**
 * The copy of a record that goes to a tier (to be tried again, or held behind its key) or becomes a dead letter: key and
 * value byte for byte, same partition number, headers kept with their repeats, ours set anew and capped to 8 KiB.
 *
 * Headers under our prefix are believed in a copy only; in a record that lies where it first lay they are kept under
 * `untrusted-`. Null values become empty and are named in `spillway-null-headers`.
 */
export function retryCopy(record: LogRecord, options: CopyOptions): OutgoingRecord {
  const { key, value, partition } = record;
  const { toTopic: topic, state, failure, compat, lingerMs } = options;
  const isTrusted = record.topic !== state.origin.topic;
  const nullNames = nullHeaderNames(record.headers);
  const headers = foreignHeaders(record.headers, isTrusted);
  const before = (name: string): string | undefined => (isTrusted ? textOf(record.headers[name]) : undefined);
  const ours: OwnHeader[] = [
    ...causeHeaders(options, before),
    [names.nullHeaders, nullNames ?? before(names.nullHeaders), maxNullNamesBytes],
    ...(compat === undefined ? [] : springHeaders(state, failure, compat)),
    [names.errorStack, failure === undefined ? before(names.errorStack) : failure.stack, maxOwnHeaderBytes],
  ];
  for (const [name, own] of fitOwnHeaders(ours, maxOwnHeaderBytes)) {
    // Of ours, Spring's names alone may stand there already and stay.
    headers[name] = compat === undefined || isSpillwayHeader(name) ? own : appendToPresent(record.headers, name, own);
  }
  const copy = { topic, partition, key, value, isCopy: true, mayWait: true, headers };
  return lingerMs === undefined ? copy : { ...copy, lingerMs };
}

/** State, then first and last cause; the shorter and more useful first, for when there is no room for all. */
function causeHeaders(
  { state, failure, appVersion }: CopyOptions,
  before: (name: string) => string | undefined,
): readonly OwnHeader[] {
  const failedAt = failure === undefined ? undefined : isoTime(failure.failedAtMs);
  const firstFailedAt = state.firstFailedAt ?? failedAt;
  const last = (name: string, text: string | undefined): string | undefined =>
    failure === undefined ? before(name) : text;
  const first = (name: string, text: string | undefined): string | undefined => before(name) ?? text;
  return [
    ...Object.entries(writeRetryHeaders({ ...state, firstFailedAt })),
    [names.failedAt, last(names.failedAt, failedAt)],
    [names.handler, last(names.handler, failure?.handler), 256],
    [names.appVersion, last(names.appVersion, appVersion), 128],
    [names.errorClass, last(names.errorClass, failure?.errorClass), 256],
    [names.errorCode, last(names.errorCode, failure?.code), 64],
    [names.firstErrorClass, first(names.firstErrorClass, failure?.errorClass), 256],
    [names.firstErrorCode, first(names.firstErrorCode, failure?.code), 64],
    [names.errorFingerprint, last(names.errorFingerprint, failure?.fingerprint), 256],
    [names.errorMessage, last(names.errorMessage, failure?.message)],
    [names.firstErrorMessage, first(names.firstErrorMessage, failure?.message)],
  ];
}

/** What others put on the record: own entries only. */
function foreignHeaders(headers: RecordHeaders, isTrusted: boolean): CopiedHeaders {
  const kept: CopiedHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    if (!isSpillwayHeader(name)) setOwn(kept, name, withoutNulls(value));
    else if (!isTrusted) kept[untrustedPrefix + name] = withoutNulls(value);
  }
  return kept;
}

/** Assigning to `__proto__` would set the prototype. */
function setOwn(headers: CopiedHeaders, name: string, value: CopiedHeaders[string]): void {
  if (name !== '__proto__') headers[name] = value;
  else Object.defineProperty(headers, name, { value, enumerable: true, configurable: true, writable: true });
}

function withoutNulls(value: HeaderValue | readonly HeaderValue[] | null): HeaderValue | readonly HeaderValue[] {
  if (value === null) return empty;
  return Array.isArray(value) ? (value as readonly (HeaderValue | null)[]).map((part) => part ?? empty) : value;
}

function textOf(value: RecordHeaders[string] | null): string | undefined {
  const one = Array.isArray(value) ? (value as readonly HeaderValue[]).at(-1) : (value as HeaderValue | undefined);
  return one?.toString();
}

let lastTime: { readonly atMs: number; readonly text: string | undefined } = { atMs: 0, text: isoText(0) };

/** Where one fails others do in the same millisecond, and a date takes long to become text. */
function isoTime(atMs: number): string | undefined {
  if (lastTime.atMs !== atMs) lastTime = { atMs, text: isoText(atMs) };
  return lastTime.text;
}

function isoText(atMs: number): string | undefined {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
