export { consumerConfigSchema, type ConsumerConfig } from './consumer.config.js';
export { consumerGroups } from './consumer-groups.js';
export { consumerTopics } from './consumer-topics.js';
export { startConsumerApp, type StartConsumerOptions } from './start-consumer-app.js';
export { consumerManifest } from './consumer-manifest.js';
