/** Bounds of an accepted JSON document. Its size in bytes is bounded before it is decoded. */
export interface JsonLimits {
  readonly maxDepth: number;
  readonly maxKeysPerObject: number;
  readonly maxKeys: number;
}

export const defaultJsonLimits: JsonLimits = { maxDepth: 64, maxKeysPerObject: 1_000, maxKeys: 100_000 };
