import { unpackLimitBytes } from '../compression/unpack-limit.js';
import { AbortedTransactions, type AbortedTransaction } from './aborted-transactions.js';
import { ByteReader } from './byte-reader.js';
import { decodeRecordSet } from './decode-record-set.js';
import type { FetchedMessage } from './fetched-message.js';
import { UnpackBudget } from './unpack-budget.js';

interface FetchedPartition {
  readonly partition: number;
  readonly errorCode: number;
  /** Where reading ends for now: kafkajs takes it for the end of the log. */
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly abortedTransactions: readonly never[];
  readonly preferredReadReplica: number;
  readonly messages: readonly FetchedMessage[];
}

/** What kafkajs takes from a fetch answer, under its names. */
export interface FetchResponse {
  readonly throttleTime: number;
  readonly clientSideThrottleTime: number;
  readonly responses: readonly { readonly topicName: string; readonly partitions: readonly FetchedPartition[] }[];
}

/** The first answers after which the client, not the broker, has to wait out a throttling. */
const firstClientThrottled = 8;
const firstWithSession = 7;
const firstWithLogStart = 5;
const firstWithReadReplica = 11;
const noReplica = -1;
/** Of a broker that does not tell it. */
const noOffset = '-1';

/**
 * A fetch answer in one of the versions 4 to 11, all that kafkajs speaks with brokers since 0.11. Records of aborted
 * transactions are left out already, so kafkajs is told of none.
 * Format: https://kafka.apache.org/protocol#The_Messages_Fetch
 */
export async function decodeFetchResponse(payload: Buffer, version: number): Promise<FetchResponse> {
  const reader = new ByteReader(payload, 0, payload.length);
  const throttleMs = reader.int32();
  if (version >= firstWithSession) {
    reader.int16(); // error of the session; kafkajs has none
    reader.int32(); // its id
  }
  const budget = new UnpackBudget(unpackLimitBytes());
  const responses: { topicName: string; partitions: FetchedPartition[] }[] = [];
  for (let topics = reader.int32(); topics > 0; topics--) {
    const topicName = reader.text();
    const partitions: FetchedPartition[] = [];
    for (let left = reader.int32(); left > 0; left--) partitions.push(await readPartition(reader, version, budget));
    responses.push({ topicName, partitions });
  }
  const isClientThrottled = version >= firstClientThrottled;
  return {
    throttleTime: isClientThrottled ? 0 : throttleMs,
    clientSideThrottleTime: isClientThrottled ? throttleMs : 0,
    responses,
  };
}

async function readPartition(reader: ByteReader, version: number, budget: UnpackBudget): Promise<FetchedPartition> {
  const partition = reader.int32();
  const errorCode = reader.int16();
  const highWatermark = String(reader.int64AsNumber());
  const lastStableOffset = String(reader.int64AsNumber());
  if (version >= firstWithLogStart) reader.int64AsNumber();
  const aborted = new AbortedTransactions(readAborted(reader));
  const preferredReadReplica = version >= firstWithReadReplica ? reader.int32() : noReplica;
  const recordSet = reader.bytes();
  const messages = recordSet === null ? [] : await decodeRecordSet(recordSet, { budget, aborted });
  return {
    partition,
    errorCode,
    // Records behind a transaction that is not over are given to nobody who reads what is committed: they are no lag.
    highWatermark: lastStableOffset === noOffset ? highWatermark : lastStableOffset,
    lastStableOffset,
    abortedTransactions: [],
    preferredReadReplica,
    messages,
  };
}

function readAborted(reader: ByteReader): AbortedTransaction[] {
  const transactions: AbortedTransaction[] = [];
  for (let left = reader.int32(); left > 0; left--) {
    transactions.push({ producerId: reader.int64(), firstOffset: reader.int64AsNumber() });
  }
  return transactions;
}
