/** An `.avsc` file, wherever it was read from. */
export interface SchemaFile {
  /** Below the folder of contracts, with `/`: `<domain>/<aggregate>/<event>/<Event>.avsc`. */
  readonly path: string;
  /** What people know it by; stands in every place. */
  readonly shownAs: string;
  readonly text: string;
}
