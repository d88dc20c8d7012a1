import { splitLogin } from '@spillway/events';
import { bindingVersion, type AsyncApiServer } from './async-api-document.js';

/** Brokers of an environment, as they are named on the command line. */
export interface NamedServer {
  readonly name: string;
  /** `host:port` */
  readonly host: string;
  readonly protocol: AsyncApiServer['protocol'];
}

export interface ServerRegistry {
  readonly url: string;
  readonly vendor?: string;
}

/** Brokers with the registry that they are used with, whose login is no part of a document. */
export function asyncApiServer({ host, protocol }: NamedServer, registry?: ServerRegistry): AsyncApiServer {
  if (registry === undefined) return { host, protocol };
  const { url } = splitLogin(new URL(registry.url));
  const vendor = registry.vendor === undefined ? {} : { schemaRegistryVendor: registry.vendor };
  return { host, protocol, bindings: { kafka: { schemaRegistryUrl: url.href, ...vendor, bindingVersion } } };
}
