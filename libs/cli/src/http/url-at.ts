/**
 * An address below another, whose own path stays in front: `/health` at `https://host/app/` is `https://host/app/health`.
 *
 * @throws TypeError when the base is no address
 */
export function urlAt(base: string, path: string): URL {
  const url = new URL(base);
  const below = new URL(path, url.origin === 'null' ? 'http://localhost' : url.origin);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${below.pathname}`;
  if (below.search !== '') url.search = below.search;
  url.hash = '';
  return url;
}
