import { maxRebuilds, type StallVerdict } from './stall-verdict.js';

/** One partition as the watch sees it. */
export interface WatchedPartition {
  readonly key: string;
  /** Everything below is done; it stays when a consumer is rebuilt. */
  readonly doneOffset: number;
  /** Changes with everything that is read or done. */
  readonly position: string;
  readonly lag: number;
  /** Something else explains that it stands still. */
  readonly isExplained: boolean;
}

interface Standing {
  readonly position: string;
  readonly sinceMs: number;
}

/** Tells when a partition has stood still for too long. Pure: no clock, no consumer. */
export class StallWatch {
  #standing = new Map<string, Standing>();
  /** Where the partition stood for which consumers were rebuilt, and how often in vain. */
  #rebuilt: { readonly key: string; readonly doneOffset: number; readonly count: number } | undefined;

  /** @param stallMs how long a partition may stand still */
  constructor(private readonly stallMs: number) {}

  /** Of those looked at last: the first that had stood still for so long by then. */
  standingFor(forMs: number, nowMs: number): string | undefined {
    for (const [key, { sinceMs }] of this.#standing) if (nowMs - sinceMs >= forMs) return key;
    return undefined;
  }

  /** @param partitions those that the member has now */
  look(nowMs: number, partitions: readonly WatchedPartition[]): StallVerdict {
    this.#forgetWhatGotOn(partitions);
    const before = this.#standing;
    this.#standing = new Map();
    for (const { key, position, lag, isExplained } of partitions) {
      const known = before.get(key);
      const isStanding = lag > 0 && !isExplained && known?.position === position;
      this.#standing.set(key, isStanding ? known : { position, sinceMs: nowMs });
    }
    const stalled = partitions.find(({ key }) => nowMs - this.#standing.get(key)!.sinceMs >= this.stallMs);
    return stalled === undefined ? 'fine' : this.#stalled(stalled);
  }

  #stalled({ key, doneOffset }: WatchedPartition): StallVerdict {
    const count = this.#rebuilt?.count ?? 0;
    if (count >= maxRebuilds) return 'give-up';
    this.#rebuilt = { key, doneOffset, count: count + 1 };
    this.#standing = new Map();
    return 'rebuild';
  }

  #forgetWhatGotOn(partitions: readonly WatchedPartition[]): void {
    const rebuilt = this.#rebuilt;
    const now = partitions.find(({ key }) => key === rebuilt?.key);
    if (rebuilt === undefined || now === undefined) return;
    if (now.doneOffset > rebuilt.doneOffset || now.lag === 0) this.#rebuilt = undefined;
  }
}
