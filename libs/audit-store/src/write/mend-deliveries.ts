import { deliveriesTopic } from '@spillway/events';
import { toDeliveryRows } from '../encode/to-delivery-rows.js';
import { missingLedgerRecords, type LedgerRecord } from '../query/deliveries/missing-ledger-records.js';
import type { ReadRunner } from '../query/read-runner.js';
import type { BlockAppender } from './block-appender.js';

export interface MendDeliveries {
  readonly run: ReadRunner;
  readonly appender: BlockAppender;
  readonly newId: () => string;
}

/** Enters what stored ledger records say and the table does not hold. What the sink enters meanwhile merges with it. */
export async function mendDeliveries(parts: MendDeliveries, signal?: AbortSignal): Promise<number> {
  let entries = 0;
  for await (const records of missingLedgerRecords(parts.run, signal)) {
    const rows = records.flatMap(rowsOf);
    if (rows.length > 0) entries += await parts.appender.appendDeliveries(rows, `mend:${parts.newId()}`);
  }
  return entries;
}

function rowsOf({ lifeId, recordPartition, position, timestampMs, recordType, payloadJson }: LedgerRecord) {
  const at = {
    ledgerTopic: deliveriesTopic,
    ledgerTopicId: lifeId,
    ledgerPartition: recordPartition,
    ledgerOffset: position,
    timestamp: timestampMs,
  };
  return toDeliveryRows(at, recordType, payloadJson) ?? [];
}
