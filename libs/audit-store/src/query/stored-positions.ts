/** What the rows of one partition say. */
export interface StoredPositions {
  /** Rows seen through the view, and distinct offsets among them. */
  readonly records: number;
  readonly positions: number;
  readonly minOffset: number;
  readonly maxOffset: number;
  readonly lastTimestampMs: number;
}

/** What the manifests of one partition say. */
export interface ManifestedBlocks {
  readonly minFirst: number;
  readonly maxLast: number;
}
