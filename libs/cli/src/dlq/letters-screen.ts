import { alignColumns } from '../tables/align-columns.js';
import { oneLine } from '../tables/one-line.js';
import { causeText, keyText, type LetterView } from './letter-view.js';

/** Dead letters for people, a line each. */
export function lettersScreen(letters: readonly LetterView[]): string {
  const rows = letters.map((letter) => [
    letter.id,
    letter.at ?? '',
    oneLine(keyText(letter), 24),
    String(letter.attempts ?? ''),
    String(letter.redriveCount),
    oneLine(causeText(letter.last)),
  ]);
  return alignColumns(['ID', 'AT', 'KEY', 'ATTEMPTS', 'CAME BACK', 'CAUSE'], rows);
}
