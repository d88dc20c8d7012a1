import { counted } from '../output/counted.js';
import { noPaint, type Paint } from '../output/paint.js';
import { oneLine } from '../tables/one-line.js';
import type { CheckState } from './check.js';
import type { DoctorRow } from './run-checks.js';

const wide = 400;
const marks: Readonly<Record<CheckState, string>> = { ok: '✔', warning: '!', problem: '✘', skipped: '–' };

/** What was found, a line each, with the fix below what needs one; at last how it is altogether. */
export function doctorScreen(rows: readonly DoctorRow[], paint: Paint = noPaint): string {
  const width = Math.max(...rows.map(({ check }) => check.length));
  const colour = { ok: paint.good, warning: paint.careful, problem: paint.bad, skipped: (text: string) => text };
  const lines = rows.flatMap(({ check, state, found, fix }) => [
    `${colour[state](marks[state])} ${check.padEnd(width)}  ${oneLine(found, wide)}`,
    ...(fix === undefined ? [] : [`  ${' '.repeat(width)}  fix: ${oneLine(fix, wide)}`]),
  ]);
  return `${[...lines, '', verdict(rows)].join('\n')}\n`;
}

function verdict(rows: readonly DoctorRow[]): string {
  const count = (state: CheckState): number => rows.filter((row) => row.state === state).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  if (problems + warnings === 0)
    return `All is well${count('skipped') === 0 ? '' : ', as far as it could be looked at'}.`;
  return `${counted(problems, 'problem')}, ${counted(warnings, 'warning')}.`;
}
