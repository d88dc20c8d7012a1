import type { Kafka, Producer, ProducerConfig } from 'kafkajs';
import { createClusterOf, type Broker, type Cluster } from '../internals/kafkajs-internals.js';

/**
 * A producer whose partitions do not wait for each other. kafkajs has one request at a time on its way to a broker,
 * so that the sequence numbers of a partition stay in order; our lanes see to that, each for its partition. So each
 * partition gets a view of its leader of its own, which kafkajs takes for a broker, with its own lock.
 */
export function createProducer(kafka: Kafka, config: ProducerConfig): Producer {
  const { key, create } = createClusterOf(kafka);
  const createViews = (options: object): Cluster => withLeaderViews(create(options));
  const own = Object.create(kafka, { [key]: { value: createViews } }) as Kafka;
  return own.producer(config);
}

const separator = '/';

function withLeaderViews(cluster: Cluster): Cluster {
  const views = new WeakMap<object, Map<string, Broker>>();
  const { findLeaderForPartitions, findBroker } = cluster;
  cluster.findLeaderForPartitions = (topic, partitions) => {
    const leaders = findLeaderForPartitions.call(cluster, topic, partitions);
    return Object.fromEntries(
      Object.entries(leaders).flatMap(([leader, led]) =>
        led.map((partition) => [[leader, partition, topic].join(separator), [partition]] as const),
      ),
    );
  };
  cluster.findBroker = async ({ nodeId }) => {
    const [leader] = String(nodeId).split(separator, 1);
    const broker = (await findBroker.call(cluster, { nodeId: leader! })) as Broker;
    return leader === String(nodeId) ? broker : viewOf(broker, String(nodeId));
  };
  return cluster;

  /** The same one for a partition while the broker is the same: the client tells brokers by their identity. */
  function viewOf(broker: Broker, nodeId: string): Broker {
    const known = views.get(broker) ?? new Map<string, Broker>();
    views.set(broker, known);
    const view = known.get(nodeId) ?? (Object.create(broker, { nodeId: { value: nodeId } }) as Broker);
    known.set(nodeId, view);
    return view;
  }
}
