import { oneLine } from '../tables/one-line.js';
import type { EventStep } from './event-steps.js';

const wide = 200;

/** `09:12:04.131  handled      payments   CapturePayment  attempt 1  9 ms` */
export function stepLine({ time, exact, step, group, detail }: EventStep): string {
  const clock = time.slice('2026-11-26T'.length, -1);
  const cells = [`${exact ? ' ' : '≤'}${clock}`, step.padEnd(11), (group ?? '').padEnd(12), oneLine(detail, wide)];
  return `${cells.join('  ').trimEnd()}\n`;
}
