/** Whether a text from a caller can be a name in the database: 1 to 256 characters, well-formed, no control characters. */
export function isPlainText(value: string): boolean {
  return value.length > 0 && value.length <= 256 && value.isWellFormed() && !/\p{Cc}/u.test(value);
}
