import { isSpillwayHeader, spillwayHeaders as names, untrustedPrefix } from '@spillway/events';
import type { HeaderValue, LogRecord, OutgoingRecord, RecordHeaders } from '../../ports/record.js';
import type { CopyFailure } from './copy-failure.js';
import { CopiedHeaders } from './copied-headers.js';
import { nullHeaderNames } from './null-headers.js';
import { OwnHeaders } from './own-headers.js';
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

/** All headers of ours together, names and values. */
export const maxOwnHeaderBytes = 8_192;
const maxNullNamesBytes = 512;

const empty = Buffer.alloc(0);
const noHeaders: RecordHeaders = Object.freeze({});
/** Both are filled and read within one call. */
const kept = new CopiedHeaders();
const ours = new OwnHeaders();

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
  kept.clear();
  keepForeign(record.headers, isTrusted);
  const before = isTrusted ? record.headers : noHeaders;
  ours.clear();
  addCauses(options, before);
  ours.add(names.nullHeaders, nullNames ?? textOf(before[names.nullHeaders]), maxNullNamesBytes);
  if (compat !== undefined) for (const header of springHeaders(state, failure, compat)) ours.add(...header);
  const stack = failure === undefined ? textOf(before[names.errorStack]) : failure.stack;
  ours.add(names.errorStack, stack, maxOwnHeaderBytes);
  ours.fit(maxOwnHeaderBytes, (name, own) => {
    // Of ours, Spring's names alone may stand there already and stay.
    const isOnly = compat === undefined || isSpillwayHeader(name);
    kept.add(name, isOnly ? own : appendToPresent(record.headers, name, own));
  });
  const headers = kept.toObject();
  const copy = { topic, partition, key, value, isCopy: true, mayWait: true, headers };
  return lingerMs === undefined ? copy : { ...copy, lingerMs };
}

/**
 * State, then first and last cause; the shorter and more useful first, for when there is no room for all.
 *
 * @param before what is believed of earlier failures
 */
function addCauses({ state, failure, appVersion }: CopyOptions, before: RecordHeaders): void {
  const failedAt = failure === undefined ? undefined : isoTime(failure.failedAtMs);
  const control = writeRetryHeaders({ ...state, firstFailedAt: state.firstFailedAt ?? failedAt });
  for (const name in control) ours.add(name, control[name]);
  const addLast = (name: string, text: string | undefined, maxBytes?: number): void =>
    ours.add(name, failure === undefined ? textOf(before[name]) : text, maxBytes);
  const addFirst = (name: string, text: string | undefined, maxBytes?: number): void =>
    ours.add(name, textOf(before[name]) ?? text, maxBytes);
  addLast(names.failedAt, failedAt);
  addLast(names.handler, failure?.handler, 256);
  addLast(names.appVersion, appVersion, 128);
  addLast(names.errorClass, failure?.errorClass, 256);
  addLast(names.errorCode, failure?.code, 64);
  addFirst(names.firstErrorClass, failure?.errorClass, 256);
  addFirst(names.firstErrorCode, failure?.code, 64);
  addLast(names.errorFingerprint, failure?.fingerprint, 256);
  addLast(names.errorMessage, failure?.message);
  addFirst(names.firstErrorMessage, failure?.message);
}

/** What others put on the record. */
function keepForeign(headers: RecordHeaders, isTrusted: boolean): void {
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    if (!isSpillwayHeader(name)) kept.add(name, withoutNulls(value));
    else if (!isTrusted) kept.add(untrustedPrefix + name, withoutNulls(value));
  }
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
