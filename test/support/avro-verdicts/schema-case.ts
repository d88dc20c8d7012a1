/** Versions of a schema, oldest first, and the one that is to follow them. */
export interface SchemaCase {
  readonly name: string;
  readonly history: readonly unknown[];
  readonly proposed: unknown;
}

export function change(name: string, older: unknown, newer: unknown): SchemaCase {
  return { name, history: [older], proposed: newer };
}
