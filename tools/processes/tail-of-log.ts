import { readFileSync } from 'node:fs';

/** The last words of a process: its plain lines where it has some (a refusal), else its log lines. None without a file. */
export function tailOfLog(file: string, lines: number): readonly string[] {
  try {
    const all = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-4 * lines);
    const plain = all.filter((line) => !line.startsWith('{'));
    return (plain.length > 0 ? plain : all).slice(-lines);
  } catch {
    return [];
  }
}
