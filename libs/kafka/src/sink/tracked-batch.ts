import type { Message } from 'kafkajs';
import type { SendProgress } from '../errors/write-outcome.js';

/** Batches under way, by their first message: the partitioner is called with it when an attempt begins. */
const underWay = new WeakMap<Message, TrackedBatch>();

/**
 * One batch on its way through kafkajs, which tells a rejected caller only about its last attempt. Two things it cannot
 * avoid doing are observed instead: it asks the partitioner at the start of each attempt, and reads a message's value
 * to encode it. Until the value is read, no byte of the batch can have left this process.
 */
export class TrackedBatch implements SendProgress {
  attempts = 0;
  bytesTaken = false;
  readonly messages: Message[];

  constructor(messages: readonly Message[]) {
    const [head, ...rest] = messages;
    if (head === undefined) throw new RangeError('An empty batch is never sent');
    const observed = this.#observe(head);
    underWay.set(observed, this);
    this.messages = [observed, ...rest];
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

/**
 * The partitioner of our producers: the partition was chosen once, before the lane. (kafkajs asks again at every retry;
 * a partitioner that decides there loses and doubles records.)
 */
export function chosenPartition({ message }: { readonly message: Message }): number {
  const batch = underWay.get(message);
  if (batch !== undefined) batch.attempts++;
  if (message.partition === undefined) throw new RangeError('A record reached the client without a partition');
  return message.partition;
}
