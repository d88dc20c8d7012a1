const maxLength = 60;

/** A text of the log for a cell: control characters would move the cursor of a terminal, or worse. */
export function oneLine(value: unknown, length = maxLength): string {
  const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
  const plain = text.replaceAll(/\p{C}+/gu, ' ').trim();
  return plain.length > length ? `${plain.slice(0, length - 1).toWellFormed()}…` : plain;
}
