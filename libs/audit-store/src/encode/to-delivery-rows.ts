import { DeliveriesCompleted, DeliveryNoted } from '@spillway/events';
import type { z } from 'zod';
import type { DeliveryRow } from './delivery-row.js';
import { completedJson, notedJson } from './ledger-payloads.js';

/** Where a ledger record lies, and when it was written. */
export type LedgerPosition = Pick<
  DeliveryRow,
  'ledgerTopic' | 'ledgerTopicId' | 'ledgerPartition' | 'ledgerOffset' | 'timestamp'
>;

const nothing = {
  handler: '',
  fromTier: '',
  toTier: '',
  causeClass: '',
  causeCode: '',
  fingerprint: '',
  dependency: '',
  redriveJob: '',
  eventSource: '',
  eventId: '',
  eventType: '',
  correlationId: '',
};

/**
 * The entries of one ledger record. Total: undefined when it is no ledger record, or says what no ledger can say; the
 * record itself is stored all the same.
 *
 * @param payloadJson the payload as the codec's JSON
 */
export function toDeliveryRows(
  at: LedgerPosition,
  type: string | undefined,
  payloadJson: string,
): readonly DeliveryRow[] | undefined {
  if (type === DeliveriesCompleted.type) return read(completedJson, payloadJson, (said) => completedRows(at, said));
  if (type === DeliveryNoted.type) return read(notedJson, payloadJson, (said) => [notedRow(at, said)]);
  return undefined;
}

function read<T, R>(schema: z.ZodType<T>, payloadJson: string, rows: (said: T) => R): R | undefined {
  let json: unknown;
  try {
    json = JSON.parse(payloadJson);
  } catch {
    return undefined;
  }
  const said = schema.safeParse(json);
  return said.success ? rows(said.data) : undefined;
}

function completedRows(at: LedgerPosition, said: z.output<typeof completedJson>): readonly DeliveryRow[] {
  const { topic, topicId, partition } = said;
  const meanUs = said.count === 0 ? 0 : Math.round(said.durationSumUs / said.count);
  return said.ranges.map(({ first, last }, entry) => ({
    ...nothing,
    ...at,
    entry,
    groupId: said.group,
    topic,
    partition,
    offset: first,
    lastOffset: last,
    originTopic: topic,
    originTopicId: topicId,
    originPartition: partition,
    originOffset: first,
    originLastOffset: last,
    attempt: 1,
    isRange: true,
    outcome: 'completed',
    deliveries: entry === 0 ? said.count : 0,
    durationUs: meanUs,
    durationSumUs: entry === 0 ? said.durationSumUs : 0,
    durationMaxUs: entry === 0 ? said.durationMaxUs : 0,
    bucketBoundsMs: entry === 0 ? said.explicitBoundsMs : [],
    bucketCounts: entry === 0 ? said.bucketCounts : [],
    endedFrom: said.firstCompletedAt,
    endedTo: said.recordedAt,
    appVersion: said.appVersion,
    instance: said.instance,
  }));
}

function notedRow(at: LedgerPosition, said: z.output<typeof notedJson>): DeliveryRow {
  const { group, notedAt, ...same } = said;
  return {
    ...at,
    ...same,
    entry: 0,
    groupId: group,
    originLastOffset: said.originOffset + (said.lastOffset - said.offset),
    isRange: false,
    deliveries: said.lastOffset - said.offset + 1,
    durationSumUs: said.durationUs,
    durationMaxUs: said.durationUs,
    bucketBoundsMs: [],
    bucketCounts: [],
    endedFrom: notedAt,
    endedTo: notedAt,
  };
}
