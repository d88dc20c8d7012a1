/** What a logical type's values are below their text: what avsc reads and writes. */
export type Underlying = number | bigint | Buffer;

/** A logical type whose values are text in a payload and in JSON alike. */
export interface TextForm {
  /** What is wrong with other text, as `must be a date, as 2026-11-27`. */
  readonly rule: string;
  /** Undefined when the text is none. */
  parse(text: string): Underlying | undefined;
  /** Text of one form for each value; undefined for a value that no text can say. */
  print(value: Underlying): string | undefined;
}
