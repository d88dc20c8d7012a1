import { counted } from '../output/counted.js';
import { oneLine } from '../tables/one-line.js';
import { causeText, keyText, type LetterView } from './letter-view.js';

const wide = 400;

/** One dead letter for people. */
export function letterScreen(letter: LetterView): string {
  const { origin, last, first, payload, valueBase64 } = letter;
  const from = origin === null ? 'not known' : `${origin.topic}/${origin.partition}/${origin.offset}`;
  const value = payload === null || payload === undefined ? `base64:${valueBase64 ?? ''}` : JSON.stringify(payload);
  const rows: readonly (readonly [string, unknown])[] = [
    ['id', letter.id],
    ['origin', from],
    ['event', [letter.eventType, letter.eventId].filter(Boolean).join(' ')],
    ['key', keyText(letter)],
    ['handler', letter.handler],
    ['app', letter.appVersion],
    ['attempts', `${letter.attempts ?? 'not known'}, came back ${counted(letter.redriveCount, 'time')}`],
    ['first', `${letter.firstFailedAt ?? ''}  ${causeText(first)}`],
    ['last', `${letter.failedAt ?? ''}  ${causeText(last)}`],
    ['fingerprint', last.fingerprint],
    ['value', value],
  ];
  const lines = rows.map(([name, text]) => `${name.padEnd(12)} ${oneLine(text, wide)}`.trimEnd());
  const frames = (last.stack ?? '').split('\n').filter((frame) => frame.trim() !== '');
  return [...lines, ...frames.map((frame) => `             ${oneLine(frame, wide)}`)]
    .map((line) => `${line}\n`)
    .join('');
}
