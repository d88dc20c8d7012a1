/** A journey as the audit app answers it, as far as one event is followed in it. */
export interface FollowedJourney {
  readonly events: readonly {
    readonly eventId: string | null;
    readonly topic: string;
    readonly partition: number;
    readonly offset: string;
    readonly timestamp: string;
    readonly legs: readonly FollowedLeg[];
  }[];
}

export interface FollowedLeg {
  readonly group: string;
  readonly outcome: string;
  /** Null while it has not ended. */
  readonly endToEndMs: number | null;
  readonly deliveries: readonly FollowedDelivery[];
}

export interface FollowedDelivery {
  readonly outcome: string;
  readonly range: boolean;
  readonly handler: string | null;
  readonly attempt: number;
  readonly toTier: string | null;
  readonly causeClass: string | null;
  readonly causeCode: string | null;
  readonly dependency: string | null;
  readonly durationMs: number;
  readonly endedTo: string;
}
