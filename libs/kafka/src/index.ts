export { describeCluster, type KafkaCluster } from './admin/describe-cluster.js';
export { readBrokerSettings, type BrokerSetting } from './admin/read-broker-settings.js';
export { kafkaConfigSchema, type KafkaConfig } from './config/kafka-config.js';
export { kafkaTransport, type KafkaTransportOptions } from './kafka-transport.js';
