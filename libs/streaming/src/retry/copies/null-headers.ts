import type { RecordHeaders } from '../../ports/record.js';

/**
 * Names of headers with a null value, for the mark of a copy in which they are empty: percent-encoded, with a comma
 * between them; `name:1` when the second value of a repeated name is the null one.
 *
 * @returns undefined when there is none
 */
export function nullHeaderNames(headers: RecordHeaders): string | undefined {
  const found: string[] = [];
  for (const [name, value] of Object.entries(headers as Readonly<Record<string, unknown>>)) {
    if (value === null) found.push(encodeURIComponent(name.toWellFormed()));
    if (!Array.isArray(value)) continue;
    value.forEach((part: unknown, index) => {
      if (part === null) found.push(`${encodeURIComponent(name.toWellFormed())}:${index}`);
    });
  }
  return found.length === 0 ? undefined : found.join(',');
}
