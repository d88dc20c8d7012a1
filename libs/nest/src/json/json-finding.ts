/** The first thing wrong with a JSON text. */
export interface JsonFinding {
  /** `syntax`: not JSON · `refused`: JSON that is not accepted. */
  readonly kind: 'syntax' | 'refused';
  /** Index into the text, in UTF-16 units. */
  readonly index: number;
  /** JSON Pointer of the member or item at fault, its tokens bounded in length. */
  readonly pointer: string;
  readonly detail: string;
}
