import { splitLogin } from '@spillway/events';

export interface RegistryAccess {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
}

/**
 * How a registry is asked: an address without a login and a slash at its end, and the login apart.
 *
 * @param access a user of its own counts instead of the login in the address
 */
export function registryAccess({ url: given, username, password }: RegistryAccess): RegistryAccess {
  const parsed = URL.parse(given);
  const split = parsed === null ? undefined : splitLogin(parsed);
  if (split?.username === undefined) return { url: withoutSlash(given), username, password };
  const { url, ...inAddress } = split;
  return { url: withoutSlash(url.href), ...(username === undefined ? inAddress : { username, password }) };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
