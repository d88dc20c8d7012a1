/** Bounds of an accepted JSON document. Its size in bytes is bounded before it is decoded. */
export interface JsonLimits {
  readonly maxDepth: number;
  readonly maxKeysPerObject: number;
  readonly maxKeys: number;
  readonly maxItemsPerArray: number;
  /** Of one string or key as written, in UTF-16 units; a batch is larger than any event in it may be. */
  readonly maxStringLength: number;
}

export const defaultJsonLimits: JsonLimits = {
  maxDepth: 64,
  maxKeysPerObject: 1_000,
  maxKeys: 100_000,
  maxItemsPerArray: 100_000,
  maxStringLength: 1024 * 1024,
};
