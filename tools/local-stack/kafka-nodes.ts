export type KafkaName = 'kafka' | `kafka-${number}`;

/** One broker and controller of the local cluster, and where it listens. */
export interface KafkaNode {
  readonly id: number;
  /** `kafka` where it is the only one, else `kafka-1`, `kafka-2`, … */
  readonly name: KafkaName;
  readonly brokerPort: number;
  readonly controllerPort: number;
}

/** Three keep a majority, and the two copies that a write asks for, while one is away. */
export const brokerCounts = [1, 3] as const;
export type BrokerCount = (typeof brokerCounts)[number];

const firstBroker = 92;
const firstController = 192;

/** Brokers from port base + 92, controllers from + 192. */
export function kafkaNodes(portBase: number, count: BrokerCount): readonly KafkaNode[] {
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    name: count === 1 ? 'kafka' : `kafka-${index + 1}`,
    brokerPort: portBase + firstBroker + index,
    controllerPort: portBase + firstController + index,
  }));
}
