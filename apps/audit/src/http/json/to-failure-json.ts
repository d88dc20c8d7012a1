import type { FailureGroup } from '@spillway/streaming';
import { bytesJson } from './bytes-json.js';
import { isoTime } from './iso-time.js';

/** Failures that look the same, as JSON. */
export function toFailureJson(failure: FailureGroup) {
  return {
    fingerprint: failure.fingerprint,
    failures: failure.failures,
    records: failure.records,
    retried: failure.retried,
    deadLettered: failure.deadLettered,
    suspended: failure.suspended,
    firstSeen: isoTime(failure.firstSeenMs),
    lastSeen: isoTime(failure.lastSeenMs),
    causeClass: failure.causeClass,
    causeCode: failure.causeCode,
    groups: failure.groupIds,
    topics: failure.topics,
    handlers: failure.handlers,
    types: failure.types,
    appVersions: failure.appVersions,
    keys: failure.keys.map(bytesJson),
  };
}
