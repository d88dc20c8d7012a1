export interface RegistryAccess {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
}

/**
 * How a registry is asked: an address without a login and a slash at its end, and the login apart. `fetch` refuses an
 * address with a login, and messages name the address.
 *
 * @param access a user of its own counts instead of the login in the address
 */
export function registryAccess({ url: given, username, password }: RegistryAccess): RegistryAccess {
  const url = given.replace(/\/+$/, '');
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.username === '' && parsed.password === '')) return { url, username, password };
  const login =
    username === undefined
      ? { username: decoded(parsed.username), password: decoded(parsed.password) }
      : { username, password };
  parsed.username = parsed.password = '';
  return { url: parsed.href.replace(/\/+$/, ''), ...login };
}

/** As it stands there where it holds a sign of percent that escapes nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
