/** Digits in all, and digits after the point. */
export interface DecimalFormat {
  readonly precision: number;
  readonly scale: number;
}
