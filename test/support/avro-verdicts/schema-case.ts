/** Versions of a schema, oldest first, and the one that is to follow them. */
export interface SchemaCase {
  readonly name: string;
  readonly history: readonly unknown[];
  readonly proposed: unknown;
  /** Why our verdict is another than that of Avro's check, which no decoder follows. */
  readonly expectedToDiffer?: string;
}

export function change(name: string, older: unknown, newer: unknown): SchemaCase {
  return { name, history: [older], proposed: newer };
}

/** Avro's check lets it through, and no decoder reads it. */
export function misjudgedChange(
  name: string,
  expectedToDiffer: string,
  { older, newer }: { readonly older: unknown; readonly newer: unknown },
): SchemaCase {
  return { ...change(name, older, newer), expectedToDiffer };
}
