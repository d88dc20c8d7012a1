import { errorTable, isSpillwayError } from '@spillway/events';

/** An error as people read it: code, what happened, what to do. No stack unless nobody foresaw it. */
export function refusalText(error: unknown): string {
  if (!isSpillwayError(error)) return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
  const fix = error.context['fix'] ?? errorTable[error.code].fix;
  const indent = `\n${' '.repeat(10)}`;
  return `${error.code}  ${error.message.replaceAll('\n', indent)}${indent}${String(fix)}\n`;
}

/** 2 for a command line or configuration that is not understood, 1 for everything else. */
export function exitCodeOf(error: unknown): number {
  return isSpillwayError(error) && (error.code === 'SPW-1001' || error.code.startsWith('SPW-20')) ? 2 : 1;
}
