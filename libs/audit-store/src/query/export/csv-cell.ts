/** What spreadsheets take for the beginning of a formula or a command, full-width forms included, also behind blanks. */
const formula = /^[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^[\t\r\n]/;

/**
 * A text as one CSV cell (RFC 4180): always quoted, quotes doubled. A text that a spreadsheet would run gets an
 * apostrophe in front, which it shows as text.
 */
export function csvCell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
