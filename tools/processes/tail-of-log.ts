import { readFileSync } from 'node:fs';

/** The last lines of a log file; none when it cannot be read. */
export function tailOfLog(file: string, lines: number): readonly string[] {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines);
  } catch {
    return [];
  }
}
