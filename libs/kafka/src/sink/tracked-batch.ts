import type { Message } from 'kafkajs';
import type { SendProgress } from '../errors/write-outcome.js';

/** Batches under way, by their first message: the partitioner is called with it when an attempt begins. */
const byHead = new WeakMap<Message, TrackedBatch>();
/** The same, by the list that kafkajs carries to the request. */
const byList = new WeakMap<readonly unknown[], TrackedBatch>();

/**
 * One batch on its way through kafkajs, which tells a rejected caller only about its last attempt. Two things it cannot
 * avoid doing are observed instead: it asks the partitioner at the start of each attempt, and has the batch encoded.
 * Until it is encoded, no byte of it can have left this process.
 */
export class TrackedBatch implements SendProgress {
  attempts = 0;
  bytesTaken = false;
  /** As given; what is encoded here is these. */
  readonly records: readonly Message[];
  /** What kafkajs gets: the same, with a watch on the first, in case it encodes by itself. */
  readonly messages: Message[];

  constructor(records: readonly Message[]) {
    const [head, ...rest] = records;
    if (head === undefined) throw new RangeError('An empty batch is never sent');
    this.records = records;
    const observed = this.#observe(head);
    this.messages = groupedAlready([observed, ...rest]);
    byHead.set(observed, this);
    byList.set(this.messages, this);
  }

  #observe(message: Message): Message {
    const { value, ...others } = message;
    const read = (): Message['value'] => {
      // kafkajs also looks at the value before the first attempt, to validate it.
      if (this.attempts > 0) this.bytesTaken = true;
      return value;
    };
    return Object.defineProperty({ ...others } as Message, 'value', { get: read, enumerable: true });
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
