import kafkajs, { type Message } from 'kafkajs';
import type { SendProgress } from '../errors/write-outcome.js';
import type { EncodedRecord } from './encoded-record.js';

const { KafkaJSNonRetriableError } = kafkajs;

/** Batches under way, by their message: the partitioner is called with it when an attempt begins. */
const byHead = new WeakMap<Message, TrackedBatch>();
/** The same, by the list that kafkajs carries to the request. */
const byList = new WeakMap<readonly unknown[], TrackedBatch>();

/**
 * One batch on its way through kafkajs, which tells a rejected caller only about its last attempt. It asks the
 * partitioner at the start of each attempt, and for the bytes when it makes the request: both are noted here. Until the
 * bytes are taken, none of them can have left this process.
 */
export class TrackedBatch implements SendProgress {
  attempts = 0;
  bytesTaken = false;
  /** What kafkajs gets: as many messages as there are records, all the same one, that knows its partition only. */
  readonly messages: Message[];

  constructor(
    partition: number,
    readonly records: readonly EncodedRecord[],
  ) {
    if (records.length === 0) throw new RangeError('An empty batch is never sent');
    const stand = this.#standIn(partition);
    this.messages = groupedAlready(records.map(() => stand));
    byHead.set(stand, this);
    byList.set(this.messages, this);
  }

  /** kafkajs looks at the value to validate it; were it to encode it, other bytes than the record's would be written. */
  #standIn(partition: number): Message {
    const read = (): null => {
      if (this.attempts > 0) throw new KafkaJSNonRetriableError('A broker that takes no record batches (Kafka 0.11)');
      return null;
    };
    return Object.defineProperty({ partition } as Message, 'value', { get: read, enumerable: true });
  }
}

/** The batch that a list of messages is, if one of ours. */
export function trackedBatchOf(messages: readonly unknown[]): TrackedBatch | undefined {
  return byList.get(messages);
}

/**
 * The partitioner of our producers: the partition was chosen once, before the lane. (kafkajs asks again at every retry;
 * a partitioner that decides there loses and doubles records.)
 */
export function chosenPartition({ message }: { readonly message: Message }): number {
  const batch = byHead.get(message);
  if (batch !== undefined) batch.attempts++;
  if (message.partition === undefined) throw new RangeError('A record reached the client without a partition');
  return message.partition;
}

type Step = (groups: object, message: Message) => object;

/**
 * kafkajs groups messages by partition through `reduce()`, and copies the group for every message: the work grows with
 * the square of the batch. All messages of a batch have one partition, so the first one tells the group of all.
 */
function groupedAlready(messages: Message[]): Message[] {
  const reduce = (step: Step, none: object): object => {
    const [partition] = Object.keys(step(none, messages[0]!));
    return { [partition!]: messages };
  };
  return Object.defineProperty(messages, 'reduce', { value: reduce });
}
