import type { OrderEvent } from './order-event.ts';

/** What a peer saw, in a form that loss, repetition and disorder change. */
export interface Sighting {
  readonly events: number;
  readonly serialXor: number;
  readonly serialSum: number;
  readonly orderBreaks: number;
}

/** Counts events as every peer's handler does; cheap, and the same for all. */
export class Oracle {
  #events = 0;
  #serialXor = 0;
  #serialSum = 0;
  #orderBreaks = 0;
  readonly #nextOfKey: Int32Array;

  constructor(keys: number) {
    this.#nextOfKey = new Int32Array(keys);
  }

  get events(): number {
    return this.#events;
  }

  see(event: OrderEvent): void {
    this.#events++;
    this.#serialXor ^= event.serial;
    this.#serialSum += event.serial;
    if (this.#nextOfKey[event.keyIndex] !== event.keySequence) this.#orderBreaks++;
    this.#nextOfKey[event.keyIndex] = event.keySequence + 1;
  }

  sighting(): Sighting {
    const { ...seen } = { events: this.#events, serialXor: this.#serialXor, serialSum: this.#serialSum };
    return { ...seen, orderBreaks: this.#orderBreaks };
  }
}

/** What is wrong with what a peer saw of events 0 … count − 1; empty when nothing is. */
export function objections(seen: Sighting, count: number): string[] {
  let serialXor = 0;
  for (let serial = 0; serial < count; serial++) serialXor ^= serial;
  const found: string[] = [];
  if (seen.events !== count) found.push(`${seen.events} events instead of ${count}`);
  if (seen.serialXor !== serialXor) found.push('other events than those sent (xor)');
  if (seen.serialSum !== (count * (count - 1)) / 2) found.push('other events than those sent (sum)');
  if (seen.orderBreaks > 0) found.push(`${seen.orderBreaks} breaks of the order per key`);
  return found;
}
