/** Emptied places in front of the head are given back once there are so many, and no fewer than places in use. */
const leastEmptied = 1_024;

/** A queue whose head leaves at the same price however long it is: `Array.shift` moves all that stands behind. */
export class Fifo<T extends object> {
  #places: (T | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#places.length - this.#head;
  }

  /** The one that leaves next; undefined when there is none. */
  get first(): T | undefined {
    return this.#places[this.#head];
  }

  push(item: T): void {
    this.#places.push(item);
  }

  /** Takes the first; undefined when there is none. */
  shift(): T | undefined {
    const { first } = this;
    if (first === undefined) return undefined;
    this.#places[this.#head++] = undefined;
    if (this.#head >= leastEmptied && this.#head >= this.length) this.#moveUp([]);
    return first;
  }

  /** In front of all others, in the order given. */
  putBack(items: readonly T[]): void {
    this.#moveUp(items);
  }

  #moveUp(front: readonly T[]): void {
    this.#places.splice(0, this.#head, ...front);
    this.#head = 0;
  }
}
