import { DeliveriesCompleted, DeliveryNoted, deliveriesTopic } from '@spillway/events';
import type { LogRecord, OutgoingRecord } from '@spillway/streaming';
import type { AuditConnections } from '../../../libs/audit-store/src/connection/audit-connections.js';

/** Of every second ledger record: a range for each of these. */
const rangesPerRecord = 2;

/** The ledger record of that number: in turn two ranges of successes and one noted outcome. */
export function ledgerRecord(number: number, timestampMs: number): OutgoingRecord {
  const isRanges = number % 2 === 0;
  const { type } = isRanges ? DeliveriesCompleted : DeliveryNoted;
  const said = isRanges ? completed(number, timestampMs) : noted(number, timestampMs);
  return {
    topic: deliveriesTopic,
    key: Buffer.from(`group-${number % 7}`),
    value: Buffer.from(JSON.stringify(said)),
    headers: { ce_id: `ledger-${number}`, ce_source: '/shop', ce_type: type },
    timestampMs,
  };
}

/** How many entries the first `records` ledger records make. */
export function entriesIn(records: number): number {
  return Math.ceil(records / 2) * rangesPerRecord + Math.floor(records / 2);
}

/** The entries of a ledger record of the log, as `storedEntries` has them. */
export function loggedEntries({ partition, offset, value }: LogRecord): readonly string[] {
  const said = JSON.parse(String(value)) as ReturnType<typeof completed> | ReturnType<typeof noted>;
  const at = `entry ${partition}/${offset}`;
  if ('ranges' in said)
    return said.ranges.map(({ first, last }, index) => `${at}/${index} ${said.group} ${first}-${last} completed`);
  return [`${at}/0 ${said.group} ${said.offset}-${said.lastOffset} ${said.outcome}`];
}

/** What readers find of the ledger, `entry <partition>/<offset>/<index> <group> <first>-<last> <outcome>`. */
export async function storedEntries(client: AuditConnections['reader']): Promise<readonly string[]> {
  const query = `SELECT concat('entry ', toString(ledgerPartition), '/', toString(ledgerOffset), '/', toString(entry), ' ',
      groupId, ' ', toString(offset), '-', toString(lastOffset), ' ', toString(outcome)) AS name
    FROM audit_deliveries ORDER BY ledgerPartition, ledgerOffset, entry`;
  const result = await client.query({ query, format: 'JSONEachRow' });
  return (await result.json<{ name: string }>()).map(({ name }) => name);
}

function completed(number: number, timestampMs: number) {
  const ranges = Array.from({ length: rangesPerRecord }, (_, index) => {
    const first = number * 100 + index * 20;
    return { first, last: first + 4 };
  });
  return {
    group: `group-${number % 7}`,
    topic: 'retail.orders',
    topicId: 'life-1',
    partition: number % 3,
    ranges,
    count: rangesPerRecord * 5,
    explicitBoundsMs: [1, 10],
    bucketCounts: [4, 6, 0],
    durationSumUs: 50_000,
    durationMaxUs: 9_000,
    firstCompletedAt: new Date(timestampMs - 1_000).toISOString(),
    recordedAt: new Date(timestampMs).toISOString(),
    appVersion: '1.0.0',
    instance: 'host-1',
  };
}

function noted(number: number, timestampMs: number) {
  return {
    group: `group-${number % 7}`,
    topic: 'retail.orders',
    partition: number % 3,
    offset: number,
    lastOffset: number,
    originTopic: 'retail.orders',
    originPartition: number % 3,
    originOffset: number,
    attempt: 1,
    outcome: 'retried',
    durationUs: 20_000,
    notedAt: new Date(timestampMs).toISOString(),
    appVersion: '1.0.0',
    instance: 'host-1',
  };
}
