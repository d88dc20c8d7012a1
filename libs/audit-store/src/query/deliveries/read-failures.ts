import type { FailureGroup, FailurePage, FailureQuery } from '@spillway/streaming';
import { cutPage } from '../cut-page.js';
import { orNull } from '../or-null.js';
import type { ReadRunner } from '../read-runner.js';
import { deliveryConditions } from './delivery-conditions.js';
import { readKeys, type KeyPlace } from './read-keys.js';

/** What a group's columns say; the other three have aliases of their own, or ClickHouse would use them in WHERE. */
interface FailureRow extends Omit<FailureGroup, 'fingerprint' | 'causeClass' | 'causeCode' | 'keys'> {
  readonly print: string;
  readonly className: string;
  readonly code: string;
}

const maxValues = 100;
const recordsForKeys = 20;

/** What failed, or was given up; a delivery that only waits behind another has not failed. */
const isFailure = `(fingerprint != '' OR outcome IN ('retried', 'dead_lettered'))`;

/** Failures grouped by what they look like, the most frequent first. */
export async function readFailures(run: ReadRunner, query: FailureQuery, signal?: AbortSignal): Promise<FailurePage> {
  const { where, params } = deliveryConditions(query, { more: [isFailure] });
  const rows = await run.rows<FailureRow>(
    {
      query: `SELECT fingerprint AS print, count() AS failures,
          uniqExact(originTopic, originTopicId, originPartition, originOffset) AS records,
          countIf(outcome = 'retried') AS retried, countIf(outcome = 'dead_lettered') AS deadLettered,
          countIf(outcome = 'suspended') AS suspended,
          toUnixTimestamp64Milli(min(endedTo)) AS firstSeenMs, toUnixTimestamp64Milli(max(endedTo)) AS lastSeenMs,
          argMax(causeClass, endedTo) AS className, argMax(causeCode, endedTo) AS code,
          ${distinct('groupId')} AS groupIds, ${distinct('originTopic')} AS topics, ${distinct('handler')} AS handlers,
          ${distinct('eventType')} AS types, ${distinct('appVersion')} AS appVersions
        FROM audit_deliveries ${where} GROUP BY fingerprint ORDER BY failures DESC, print LIMIT {limit:UInt32}`,
      params: { ...params, limit: query.limit + 1 },
      doing: 'grouping failures',
    },
    signal,
  );
  const { page, lastBeforeMore } = cutPage(rows, query.limit);
  const keys = await readKeys(run, await newestRecords(run, query, page, signal), signal);
  return {
    failures: page.map((row) => toFailure(row, keys.get(row.print) ?? [])),
    isCut: lastBeforeMore !== undefined,
  };
}

function distinct(column: string): string {
  return `arraySort(arrayFilter(value -> value != '', groupUniqArray(${maxValues})(${column})))`;
}

function newestRecords(
  run: ReadRunner,
  query: FailureQuery,
  failures: readonly FailureRow[],
  signal?: AbortSignal,
): Promise<readonly KeyPlace[]> {
  const { where, params } = deliveryConditions(query, { more: [isFailure, 'fingerprint IN {prints:Array(String)}'] });
  return run.rows<KeyPlace>(
    {
      query: `SELECT fingerprint AS name, originTopic AS topic, originTopicId AS topicId, originPartition AS partition,
          toFloat64(originOffset) AS position, toUnixTimestamp64Milli(max(timestamp)) AS failedAtMs
        FROM (SELECT * FROM audit_deliveries ${where} ORDER BY timestamp DESC LIMIT ${recordsForKeys} BY fingerprint)
        GROUP BY fingerprint, originTopic, originTopicId, originPartition, originOffset`,
      params: { ...params, prints: failures.map(({ print }) => print) },
      doing: 'looking for failed records',
    },
    signal,
  );
}

function toFailure({ print, className, code, ...same }: FailureRow, keys: readonly Buffer[]): FailureGroup {
  return { ...same, fingerprint: orNull(print), causeClass: orNull(className), causeCode: orNull(code), keys };
}
