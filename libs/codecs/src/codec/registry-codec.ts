import type { EventDefinition } from '@spillway/events';
import { noMetrics, silentLogger, type EventCodec, type Logger, type Metrics } from '@spillway/streaming';
import { copiedRegistry } from '../copy/copied-registry.js';
import { httpRegistry } from '../registry/http-registry.js';
import type { RegistryConfig } from '../registry/registry-config.js';
import type { Upcaster } from '../upcasting/upcaster.js';
import { avroCodec } from './avro-codec.js';

export interface RegistryCodecOptions {
  readonly config: RegistryConfig;
  /** The events this process knows. */
  readonly definitions: readonly EventDefinition<never>[];
  readonly upcasters?: readonly Upcaster[];
  readonly logger?: Logger;
  readonly metrics?: Metrics;
}

/**
 * The codec of an app with its registry client, by configuration.
 *
 * @throws Error when the schema of a definition is invalid
 */
export function registryCodec(options: RegistryCodecOptions): EventCodec {
  const { config, definitions, upcasters, logger = silentLogger, metrics = noMetrics } = options;
  const { SPILLWAY_REGISTRY_URL: url, SPILLWAY_SCHEMA_COPY_DIR: folder } = config;
  const registry = httpRegistry({
    url,
    username: config.SPILLWAY_REGISTRY_USERNAME,
    password: config.SPILLWAY_REGISTRY_PASSWORD,
    timeoutMs: config.SPILLWAY_REGISTRY_TIMEOUT_MS,
  });
  return avroCodec({
    registry: folder === undefined ? registry : copiedRegistry(registry, { url, folder, logger }),
    definitions,
    upcasters,
    metrics,
    headerIdTopics: config.SPILLWAY_SCHEMA_HEADER_TOPICS,
    trustedTopics: config.SPILLWAY_TRUSTED_TOPICS,
  });
}
