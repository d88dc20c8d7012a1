/** A ClickHouse string literal for text of our own (paths, tokens). What callers send travels as a typed parameter. */
export function stringLiteral(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
