/** What a scenario has to reach at least, and what it is meant to reach. */
export interface Goal {
  /** A ratio of the report, or a figure of a peer as `<peer>.<figure>`. */
  readonly of: string;
  readonly floor: number;
  readonly aim?: number;
  /** Less is better: times, memory. */
  readonly isLimit?: true;
  /** Why the floor is not reached; the page says so. */
  readonly missed?: string;
}
