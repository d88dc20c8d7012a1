import type { Command } from 'commander';
import { addExamples } from '../help/add-examples.js';
import { addOutputOption, type OutputOption } from '../output/output-option.js';
import { printAnswer } from '../output/print-answer.js';
import type { Session } from '../session/session.js';
import { probeProcess } from './probe-process.js';
import { readRunInfo } from './read-run-info.js';
import { statusTable } from './status-table.js';

/** `spillway status`: what `npm start` started in this checkout, and whether it is ready. Exit code 1 when a part is not. */
export function addStatusCommand(program: Command, session: Session, setExitCode: (code: number) => void): void {
  const command = program
    .command('status')
    .description('Shows what runs in this checkout, where, and whether it is ready.');
  addExamples(addOutputOption(command), [
    ['status', 'exit code 1 when a part is not ready'],
    ['status --output json', 'one document, for scripts'],
    ['status --output ndjson', 'a part per line'],
  ]);
  command.action(async ({ output }: OutputOption) => {
    const { dataDir, processes } = readRunInfo(session.workingDir);
    const rows = await Promise.all(processes.map(probeProcess));
    const screen = (): string => statusTable(rows, session.paint);
    printAnswer(session, output, { document: { dataDir, processes: rows }, rows, screen });
    setExitCode(rows.every(({ state }) => state === 'ready') ? 0 : 1);
  });
}
