import type { EventDefinition, Upcaster } from '@spillway/events';
import { noMetrics, silentLogger, type EventCodec, type Logger, type Metrics } from '@spillway/streaming';
import { copiedRegistry } from '../copy/copied-registry.js';
import { copyFolder } from '../copy/copy-folder.js';
import { httpRegistry } from '../registry/http-registry.js';
import { registryAccess } from '../registry/registry-access.js';
import type { RegistryConfig } from '../registry/registry-config.js';
import { avroCodec } from './avro-codec.js';

export interface RegistryCodecOptions {
  readonly config: RegistryConfig;
  /** The app's own folder: copies of schemas go into `schemas` there, unless the configuration says otherwise. */
  readonly dataDir?: string;
  /** The events this process knows. */
  readonly definitions: readonly EventDefinition<never>[];
  /** For released schemas of the definitions that Avro's resolution cannot read. */
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
  const { config, dataDir, definitions, upcasters, logger = silentLogger, metrics = noMetrics } = options;
  const access = registryAccess({
    url: config.SPILLWAY_REGISTRY_URL,
    username: config.SPILLWAY_REGISTRY_USERNAME,
    password: config.SPILLWAY_REGISTRY_PASSWORD,
  });
  const registry = httpRegistry({ ...access, timeoutMs: config.SPILLWAY_REGISTRY_TIMEOUT_MS });
  const folder = copyFolder(config.SPILLWAY_SCHEMA_COPY_DIR, dataDir);
  return avroCodec({
    // Copies bear the address without its login: a secret is not kept on disk, and another login means the same registry.
    registry: folder === undefined ? registry : copiedRegistry(registry, { url: access.url, folder, logger }),
    definitions,
    upcasters,
    metrics,
    trustedTopics: config.SPILLWAY_TRUSTED_TOPICS,
  });
}
