/** Why a consumer that was given up does not become a member. `retriable: false` is what makes kafkajs give up. */
export class LateJoin extends Error {
  static readonly text = 'The consumer was given up before it had joined its group';
  readonly retriable = false;

  constructor() {
    super(LateJoin.text);
  }
}
