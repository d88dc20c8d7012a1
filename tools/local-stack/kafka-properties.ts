import type { KafkaNode } from './kafka-nodes.ts';

/** `server.properties` of one node of a KRaft cluster, bound to this machine. */
export function kafkaProperties(logDir: string, node: KafkaNode, nodes: readonly KafkaNode[]): string {
  const copies = nodes.length;
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': node.id,
    'controller.quorum.voters': nodes.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(','),
    listeners: `PLAINTEXT://127.0.0.1:${node.brokerPort},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.brokerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': logDir,
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    // Tests of a lost member should not have to wait the usual six seconds.
    'group.min.session.timeout.ms': 1000,
    'default.replication.factor': copies,
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': 5,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': writtenCopies(copies),
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': writtenCopies(copies),
    // The default of 128 MB would take a quarter of the heap for nothing.
    'log.cleaner.dedupe.buffer.size': 8 * 2 ** 20,
    ...(copies > 1 && clusterProperties(copies)),
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** What a write waits for, and how soon a node that is gone is noticed: in seconds, on one machine. */
function clusterProperties(copies: number) {
  return {
    'min.insync.replicas': writtenCopies(copies),
    'unclean.leader.election.enable': false,
    'broker.heartbeat.interval.ms': 500,
    'broker.session.timeout.ms': 3_000,
    'replica.lag.time.max.ms': 3_000,
    // What a node led before it was away goes back to it soon, not after five minutes.
    'leader.imbalance.check.interval.seconds': 5,
  };
}

/** How many copies a write needs: all but one, so that one node may be away. */
function writtenCopies(copies: number): number {
  return Math.max(1, copies - 1);
}
