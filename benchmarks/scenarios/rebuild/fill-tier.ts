import avsc from 'avsc';
import { spillwayHeaders as names } from '@spillway/events';
import type { RecordSink } from '@spillway/streaming';
import { orderEvent, orderEventSchema } from '../../harness/order-event.ts';

export interface PendingRecords {
  /** The group's topic. */
  readonly topic: string;
  readonly tier: string;
  readonly groupId: string;
  readonly partitions: number;
  readonly records: number;
}

const maxUnacked = 5_000;

/** Writes copies as a group writes them after a first failure, as many in each partition, each of a key of its own. */
export async function fillTier(sink: RecordSink, pending: PendingRecords): Promise<void> {
  const { topic, tier, groupId, partitions, records } = pending;
  const type = avsc.Type.forSchema(orderEventSchema as never);
  const frame = Buffer.from([0, 0, 0, 0, 1]);
  const failure = {
    [names.errorClass]: 'Error',
    [names.errorCode]: 'ECONNREFUSED',
    [names.errorMessage]: 'connect ECONNREFUSED 127.0.0.1:8080',
    [names.errorStack]: '    at charge (file:///app/dist/payments/charge.js:41:11)\n'.repeat(8),
  };
  let unacked: Promise<unknown>[] = [];
  for (let serial = 0; serial < records; serial++) {
    const event = orderEvent(serial, records);
    const partition = serial % partitions;
    const headers = {
      ce_id: event.eventId,
      ce_source: '/bench',
      ce_type: 'bench.OrderEvent',
      [names.originTopic]: topic,
      [names.originPartition]: String(partition),
      [names.originOffset]: String(Math.floor(serial / partitions)),
      [names.originTimestamp]: '1700000000000',
      [names.group]: groupId,
      [names.attempt]: '1',
      [names.epoch]: '1',
      ...failure,
    };
    const value = Buffer.concat([frame, type.toBuffer(event)]);
    unacked.push(sink.append({ topic: tier, partition, key: Buffer.from(event.customer), value, headers }));
    if (unacked.length < maxUnacked) continue;
    await Promise.all(unacked);
    unacked = [];
  }
  await Promise.all(unacked);
}
