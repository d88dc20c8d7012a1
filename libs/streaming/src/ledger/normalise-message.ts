import { replaceQuoted } from './replace-quoted.js';

/** Stands for whatever differs between two occurrences of one error. */
const variable = '<…>';

/** What is read of a message, and what is kept: enough to tell errors apart, whatever size somebody throws. */
const maxRead = 16_384;
const maxKept = 500;
/** No word of a message is longer; data is. */
const maxWord = 64;

const months =
  'Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?';

/** Words of a date that are no numbers: day, month, zone, half of the day. */
const dateWords = [
  /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:day|sday|nesday|rsday|urday)?,? (?=\d|[A-Z][a-z]{2,8}\.? \d)/g,
  new RegExp(`\\b(?:${months})\\.?,? (?=\\d)`, 'g'),
  / (?:GMT|UTC)(?:[+-]\d{2}:?\d{2})?(?: \([^()]{1,60}\))?/g,
  /(?<=:\d\d) ?[AP]M(?![\w-])/gi,
] as const;
/** A host name looks like any word; here it is none. */
const unknownHost = /\b(ENOTFOUND|EAI_AGAIN) [^\s,;]{1,255}/g;
const words = /[^\s=,;()[\]{}<>|"'`]+/gu;
const severalVariables = /<…>(?:[\s,;:./|+_-]{0,8}<…>)+/g;

/**
 * The message of an error without what differs from one occurrence to the next: quoted strings, numbers, ids, hex,
 * dates and addresses become `<…>`, several in a row become one. A word that holds a digit counts as an id: merging
 * `utf8` and `utf16` costs less than telling two orders apart.
 *
 * @returns at most 500 characters; the work is bounded by the first 16,384 of the message
 */
export function normaliseMessage(message: string): string {
  const read = message.slice(0, maxRead).toWellFormed();
  let text = replaceQuoted(read, variable, message.length > maxRead);
  for (const word of dateWords) text = text.replace(word, ' ');
  text = text.replace(unknownHost, `$1 ${variable}`).replace(words, normaliseWord);
  return text.replace(/\s+/g, ' ').replace(severalVariables, variable).trim().slice(0, maxKept).toWellFormed();
}

function normaliseWord(word: string): string {
  let start = 0;
  let end = word.length;
  while (start < end && isPunctuation(word, start)) start++;
  while (end > start && isPunctuation(word, end - 1)) end--;
  const core = word.slice(start, end);
  if (!isVariable(core)) return word;
  // What may begin or end a number, an id or a URL belongs to it; what ends a sentence does not.
  const hasZeros = word.includes('::');
  while (start > 0 && (hasZeros ? '+-_~.:' : '+-_~.').includes(word[start - 1]!)) start--;
  const rest = hasZeros && word.endsWith('::') ? '' : /[.:!?]{0,8}$/.exec(word.slice(end))![0];
  return word.slice(0, start) + variable + rest;
}

function isVariable(core: string): boolean {
  return core.length > maxWord || /\p{N}|:\/\/|.@./u.test(core) || /^(?=.{8})[0-9a-f-]+$/i.test(core);
}

function isPunctuation(word: string, index: number): boolean {
  const code = word.charCodeAt(index);
  if (code > 127) return false;
  return !((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122));
}
