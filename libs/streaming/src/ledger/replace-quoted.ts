const closers: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '“': '”', '‘': '’', '«': '»' };
const letterOrDigit = /[\p{L}\p{N}]/u;

/**
 * Replaces quoted strings, with their quotes. A backslash escapes; an apostrophe inside of a word quotes nothing. One
 * pass: whatever the quotes, no character is looked at more than once per kind of quote.
 *
 * @param isCut the text goes on where it ends here: a string that is still open then ends there
 */
export function replaceQuoted(text: string, replacement: string, isCut: boolean): string {
  const unclosed = new Set<string>();
  let replaced = '';
  let copied = 0;
  for (let index = 0; index < text.length; index++) {
    const quote = text[index]!;
    if (!isOpening(text, index) || unclosed.has(quote)) continue;
    const end = closingIndex(text, index);
    if (end === undefined && !isCut) {
      unclosed.add(quote);
      continue;
    }
    replaced += text.slice(copied, index) + replacement;
    copied = (end ?? text.length) + 1;
    index = copied - 1;
  }
  return replaced + text.slice(copied);
}

function isOpening(text: string, index: number): boolean {
  const quote = text[index]!;
  if (!Object.hasOwn(closers, quote)) return false;
  return quote !== "'" || index === 0 || !letterOrDigit.test(text[index - 1]!);
}

function closingIndex(text: string, open: number): number | undefined {
  const closer = closers[text[open]!]!;
  for (let index = open + 1; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === closer && !isInsideWord(text, index)) return index;
  }
  return undefined;
}

function isInsideWord(text: string, index: number): boolean {
  return text[index] === "'" && index + 1 < text.length && letterOrDigit.test(text[index + 1]!);
}
