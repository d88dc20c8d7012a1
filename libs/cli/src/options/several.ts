/** Reads a flag that is given once for each value. */
export function several(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
