import { pointerStep } from '@spillway/events';

const maxTokenLength = 64;
const maxTokens = 64;

/** RFC 6901 pointer of a path. Keys come from outside, so each is cut to 64 characters. */
export function jsonPointer(path: readonly (string | number)[]): string {
  return path
    .slice(0, maxTokens)
    .map((token) => pointerStep(bounded(String(token))))
    .join('');
}

function bounded(token: string): string {
  return token.length <= maxTokenLength ? token : `${token.slice(0, maxTokenLength).toWellFormed()}…`;
}
