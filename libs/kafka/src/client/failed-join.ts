/** Why a consumer ends that could not join its group: what kafkajs was told. `retriable: false` is what makes it give up. */
export class FailedJoin extends Error {
  readonly retriable = false;

  /** @param cause its message stays the message, by which passing states are known */
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
