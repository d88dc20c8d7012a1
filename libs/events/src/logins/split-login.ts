/** An address, and the login that stood in it. */
export interface SplitAddress {
  readonly url: URL;
  /** Undefined where it has no login. */
  readonly username?: string;
  readonly password?: string;
}

/**
 * Takes the login out of an address: `fetch` refuses one with a login, and messages name the address.
 *
 * @param address is not changed
 */
export function splitLogin(address: URL): SplitAddress {
  const { username, password } = address;
  if (username === '' && password === '') return { url: address };
  const url = new URL(address);
  url.username = url.password = '';
  return { url, username: decoded(username), password: decoded(password) };
}

/** As it stands there where it holds a sign of percent that escapes nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
