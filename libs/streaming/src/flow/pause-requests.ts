/** What an operator names: a topic of the group, a partition number, both, or everything. Tiers follow their topic. */
export interface PauseTarget {
  readonly topic?: string;
  readonly partition?: number;
}

export interface PauseRequest extends PauseTarget {
  /** False: what an earlier, wider request paused goes on. */
  readonly isPaused: boolean;
}

/** What operators want paused, kept while partitions come and go. The latest request that names a partition counts. */
export class PauseRequests {
  #requests: readonly PauseRequest[] = [];

  get all(): readonly PauseRequest[] {
    return this.#requests;
  }

  add(request: PauseRequest): void {
    const kept = this.#requests.filter((earlier) => !covers(request, earlier));
    const requests = [...kept, request];
    // Going on is what happens anyway until something is paused.
    const first = requests.findIndex(({ isPaused }) => isPaused);
    this.#requests = first === -1 ? [] : requests.slice(first);
  }

  isPaused(topic: string, partition: number): boolean {
    return this.#requests.findLast((request) => covers(request, { topic, partition }))?.isPaused === true;
  }
}

function covers(wide: PauseTarget, narrow: PauseTarget): boolean {
  const hasTopic = wide.topic === undefined || wide.topic === narrow.topic;
  return hasTopic && (wide.partition === undefined || wide.partition === narrow.partition);
}
