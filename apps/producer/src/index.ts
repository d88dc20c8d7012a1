export { startProducerApp, type StartProducerOptions } from './start-producer-app.js';
export { embeddedProducerConfigSchema, producerConfigSchema, type ProducerConfig } from './producer.config.js';
export type { ImportReject, ImportState, ImportStatus } from './import/run/import-status.js';
export { producerManifest } from './producer-manifest.js';
