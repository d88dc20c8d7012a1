import type { Command } from 'commander';
import { addExamples } from '../help/add-examples.js';
import { addOutputOption, type OutputOption } from '../output/output-option.js';
import { hideSecrets } from '../output/hide-secrets.js';
import { printAnswer } from '../output/print-answer.js';
import type { Session } from '../session/session.js';
import { probePart } from './probe-part.js';
import { readGroups } from './read-groups.js';
import { readParts } from './read-parts.js';
import { statusTable } from './status-table.js';

/** `spillway status`: what runs where, and whether it is ready. Exit code 1 when a part is not. */
export function addStatusCommand(program: Command, session: Session, setExitCode: (code: number) => void): void {
  const command = program
    .command('status')
    .description(
      'Shows what runs, where, and whether it is ready: in this checkout, or where the environment or the profile say.',
    );
  addExamples(addOutputOption(command), [
    ['status', 'exit code 1 when a part is not ready'],
    ['status --profile staging', 'of another system'],
    ['status --output json', 'one document, for scripts'],
    ['status --output ndjson', 'a part per line'],
  ]);
  command.action(async ({ output }: OutputOption) => {
    const { dataDir, parts } = readParts(session);
    const probed = await Promise.all(parts.map((part) => probePart(session, part)));
    const groups = await readGroups(session, probed);
    const processes = probed.map((part) => ({ ...part, url: hideSecrets(part.url) }));
    printAnswer(session, output, {
      document: { dataDir, processes, groups },
      rows: processes,
      screen: () => statusTable(processes, groups, session.paint),
    });
    setExitCode(processes.every(({ state }) => state === 'ready') ? 0 : 1);
  });
}
