import type { ContractRegistry, RegistryHistory } from '@spillway/codecs';
import type { CliContext } from '../context/cli-context.js';
import { ownVariables } from '../system/own-variables.js';

export interface RegistryOptions {
  readonly registryUrl?: string | undefined;
  readonly env: CliContext['env'];
}

/**
 * The registry that the flag names, or SPILLWAY_REGISTRY_URL. Its client is loaded only now: other commands start without.
 *
 * @throws SpillwayError `SPW-2004` when none is named
 */
export async function openRegistry({
  registryUrl,
  env,
}: RegistryOptions): Promise<{ readonly registry: ContractRegistry; readonly history: RegistryHistory }> {
  const [{ httpRegistry, registryConfigSchema, registryHistory }, { readConfig }] = await Promise.all([
    import('@spillway/codecs'),
    import('@spillway/streaming'),
  ]);
  const { SPILLWAY_REGISTRY_URL_FILE: file, ...own } = ownVariables(env, registryConfigSchema.shape);
  // A flag wins over what the environment has in either way.
  const url = registryUrl === undefined ? { SPILLWAY_REGISTRY_URL_FILE: file } : { SPILLWAY_REGISTRY_URL: registryUrl };
  const config = readConfig(registryConfigSchema, { ...own, ...url });
  const options = {
    url: config.SPILLWAY_REGISTRY_URL,
    username: config.SPILLWAY_REGISTRY_USERNAME,
    password: config.SPILLWAY_REGISTRY_PASSWORD,
    timeoutMs: config.SPILLWAY_REGISTRY_TIMEOUT_MS,
  };
  return { registry: httpRegistry(options), history: registryHistory(options) };
}
