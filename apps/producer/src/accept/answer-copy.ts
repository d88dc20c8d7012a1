import type { Acceptance } from './candidate.js';

/** What a further copy of an identity in the same list hears, once it is known what became of the first. */
export function answerCopy(first: Acceptance, sameContent: boolean): Acceptance {
  if (first.type !== 'accepted') return first;
  return sameContent ? { ...first, deduplicated: true } : { type: 'conflict' };
}
