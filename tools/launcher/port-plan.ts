/** Where everything listens: offsets from `--port-base`. */
export interface PortPlan {
  readonly producer: number;
  readonly consumer: number;
  readonly audit: number;
  readonly registry: number;
  readonly kafka: number;
  readonly controller: number;
}

export const highestPortOffset = 192;

export function portPlan(base: number): PortPlan {
  return {
    producer: base,
    consumer: base + 1,
    audit: base + 2,
    registry: base + 81,
    kafka: base + 92,
    controller: base + highestPortOffset,
  };
}
