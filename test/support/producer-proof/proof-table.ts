import type { ProofResult } from './run-proof.js';

const columns = ['', 'acked', 'lost', 'duplicated', 'reordered', 'rejected', 'misplaced'] as const;

/** The outcome for people: one row per way of writing, under the faults that all of them met. */
export function proofTable({ faults, writers }: ProofResult): string {
  const rows = writers.map((writer) => [
    writer.name,
    ...[writer.acked, writer.lost, writer.duplicated, writer.reordered, writer.rejected].map(String),
    writer.name.startsWith('kafkajs') ? '–' : String(writer.misplaced),
  ]);
  const table = [[...columns], ...rows];
  const widths = columns.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ');
  const count = (kind: string): number => faults.filter((fault) => fault.kind === kind).length;
  const moved = faults.filter(({ leadersMoved }) => leadersMoved).length;
  const head = `three brokers, leaders killed ${count('kill')} times and halted ${count('halt')} times, leadership moved ${moved} times`;
  return [head, ...table.map(line)].map((text) => `${text}\n`).join('');
}
