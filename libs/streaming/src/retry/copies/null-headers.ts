import type { HeaderValue, RecordHeaders } from '../../ports/record.js';

/**
 * Names of headers with a null value, for the mark of a copy in which they are empty: percent-encoded, with a comma
 * between them; `name:1` when the second value of a repeated name is the null one.
 *
 * @returns undefined when there is none
 */
export function nullHeaderNames(headers: RecordHeaders): string | undefined {
  let found: string[] | undefined;
  for (const name in headers) {
    const value = headers[name] as HeaderValue | null | undefined | readonly (HeaderValue | null)[];
    if (value === null) (found ??= []).push(encodeURIComponent(name.toWellFormed()));
    if (!Array.isArray(value)) continue;
    for (const [index, part] of value.entries()) {
      if (part === null) (found ??= []).push(`${encodeURIComponent(name.toWellFormed())}:${index}`);
    }
  }
  return found?.join(',');
}
