/** One step of a JSON Pointer (RFC 6901), with the slash in front. */
export function pointerStep(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
