import { readFileSync, writeSync } from 'node:fs';

/** One call of the handler as it began, or as it ended well. */
export interface HistoryEntry {
  readonly what: 'call' | 'done';
  readonly number: number;
  readonly attempt: number;
  /** Where the record lay that was delivered: `topic/partition/offset`. */
  readonly place: string;
  readonly pid: number;
}

/** Written at once: what it holds survives the death of the process that wrote it. */
export function writeHistory(file: number, { what, number, attempt, place, pid }: HistoryEntry): void {
  writeSync(file, `${what} ${number} ${attempt} ${place} ${pid}\n`);
}

export function readHistory(file: string): readonly HistoryEntry[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const [what, number, attempt, place, pid] = line.split(' ');
    return { what: what as 'call', number: Number(number), attempt: Number(attempt), place: place!, pid: Number(pid) };
  });
}
