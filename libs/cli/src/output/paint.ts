import { styleText } from 'node:util';
import type { CliContext } from '../context/cli-context.js';

/** Colours for people. A screen says everything without them. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  careful(text: string): string;
  /** Red for talk on stderr. */
  alarm(text: string): string;
}

const plain = (text: string): string => text;
const colour =
  (format: 'green' | 'red' | 'yellow', isOn: boolean) =>
  (text: string): string =>
    isOn ? styleText(format, text, { validateStream: false }) : text;

/** Colours only where a person looks at a terminal that has them, and did not say NO_COLOR. */
export function paintFor({ env, terminal }: Pick<CliContext, 'env' | 'terminal'>): Paint {
  const may = !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const stdout = may && terminal?.stdout === true;
  const stderr = may && terminal?.stderr === true;
  return {
    good: colour('green', stdout),
    bad: colour('red', stdout),
    careful: colour('yellow', stdout),
    alarm: colour('red', stderr),
  };
}

export const noPaint: Paint = { good: plain, bad: plain, careful: plain, alarm: plain };
