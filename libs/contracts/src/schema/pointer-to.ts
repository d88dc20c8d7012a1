/** A JSON Pointer one step further; `~` and `/` in a key are escaped as RFC 6901 says. */
export function pointerTo(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
