import { readFileSync, writeSync } from 'node:fs';
import type { CommittedPosition } from '@spillway/streaming';

/** One call of the handler as it began, ended well, or failed. */
export interface HistoryEntry {
  readonly what: 'call' | 'done' | 'failed';
  readonly number: number;
  readonly attempt: number;
  /** Where the record lay that was delivered: `topic/partition/offset`. */
  readonly place: string;
  readonly pid: number;
  /** By the machine's clock, which is the broker's too. */
  readonly atMs: number;
  /** Its place among all that was written down. */
  readonly turn: number;
}

/** A position that a member has stored. */
export interface CommitEntry extends Pick<HistoryEntry, 'place' | 'pid' | 'turn'> {}

/** Written at once: what it holds survives the death of the process that wrote it. */
export function writeHistory(
  file: number,
  { what, number, attempt, place, pid, atMs }: Omit<HistoryEntry, 'turn'>,
): void {
  writeSync(file, `${what} ${place} ${pid} ${number} ${attempt} ${atMs}\n`);
}

/** The same for a position that was stored. */
export function writeCommit(file: number, { topic, partition, offset }: CommittedPosition): void {
  writeSync(file, `commit ${topic}/${partition}/${offset} ${process.pid}\n`);
}

export function readHistory(file: string): readonly HistoryEntry[] {
  return readSteps(file)
    .filter(({ what }) => what !== 'commit')
    .map(({ what, place, pid, turn, more: [number, attempt, atMs] }) => ({
      ...{ what: what as HistoryEntry['what'], place, pid, turn },
      ...{ number: Number(number), attempt: Number(attempt), atMs: Number(atMs) },
    }));
}

export function readCommits(file: string): readonly CommitEntry[] {
  return readSteps(file)
    .filter(({ what }) => what === 'commit')
    .map(({ place, pid, turn }) => ({ place, pid, turn }));
}

function readSteps(file: string) {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line, turn) => {
    const [what, place, pid, ...more] = line.split(' ');
    return { what, place: place!, pid: Number(pid), turn, more };
  });
}
