export { describeCluster, type KafkaCluster } from './admin/describe-cluster.js';
export { kafkaConfigSchema, type KafkaConfig } from './config/kafka-config.js';
export { kafkaTransport, type KafkaTransportOptions } from './kafka-transport.js';
