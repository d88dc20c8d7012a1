/** Where the apps and the registry listen: offsets from `--port-base`. Kafka's are in `kafkaNodes()`. */
export interface PortPlan {
  readonly producer: number;
  readonly consumer: number;
  readonly audit: number;
  readonly 'payment-gateway': number;
  readonly registry: number;
}

/** Of the third controller. */
export const highestPortOffset = 194;

export function portPlan(base: number): PortPlan {
  return {
    producer: base,
    consumer: base + 1,
    audit: base + 2,
    'payment-gateway': base + 4,
    registry: base + 81,
  };
}
