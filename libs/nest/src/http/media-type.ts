export interface MediaType {
  /** Lower case, without parameters. */
  readonly essence: string;
  /** Lower case; undefined when the header names none. */
  readonly charset: string | undefined;
}

/** Reads a Content-Type header as far as this edge needs it. */
export function parseMediaType(header: string): MediaType {
  const [essence = '', ...parameters] = header.split(';');
  let charset: string | undefined;
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=', 2);
    if (name.trim().toLowerCase() !== 'charset') continue;
    charset = value
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .toLowerCase();
  }
  return { essence: essence.trim().toLowerCase(), charset };
}
