const maxAttributeBytes = 256;

/**
 * What is wrong with an attribute of an event (id, source, type, subject, correlation and causation id), or undefined
 * when it is non-empty text of at most 256 UTF-8 bytes without control characters. The value is not repeated.
 */
export function attributeProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'is not text';
  if (value === '') return 'is empty';
  if (value.length > maxAttributeBytes || (value.length * 3 > maxAttributeBytes && isTooLong(value))) {
    return `is longer than ${maxAttributeBytes} bytes`;
  }
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return 'holds control characters';
  }
  return value.isWellFormed() ? undefined : 'holds half a character';
}

function isTooLong(value: string): boolean {
  return Buffer.byteLength(value, 'utf8') > maxAttributeBytes;
}
