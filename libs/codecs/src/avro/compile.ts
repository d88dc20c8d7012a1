/** What a source text returns that knows these names. As avsc compiles its types; of names and counts only, never of values. */
export function compile<T>(names: Readonly<Record<string, unknown>>, source: string): T {
  return new Function(...Object.keys(names), source)(...Object.values(names)) as T;
}
