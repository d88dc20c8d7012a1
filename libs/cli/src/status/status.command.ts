import { Option, type Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { probeProcess } from './probe-process.js';
import { readRunInfo } from './read-run-info.js';
import { statusTable } from './status-table.js';

/** `spillway status`: what `npm start` started in this checkout, and whether it is ready. Exit code 1 when a part is not. */
export function addStatusCommand(program: Command, context: CliContext, setExitCode: (code: number) => void): void {
  program
    .command('status')
    .description('Shows what runs in this checkout, where, and whether it is ready.')
    .addOption(new Option('-o, --output <form>', 'how to print it').choices(['table', 'json']).default('table'))
    .action(async ({ output }: { output: 'table' | 'json' }) => {
      const { dataDir, processes } = readRunInfo(context.workingDir);
      const statuses = await Promise.all(processes.map(probeProcess));
      const document = `${JSON.stringify({ dataDir, processes: statuses }, null, 2)}\n`;
      context.stdout(output === 'json' ? document : statusTable(statuses));
      setExitCode(statuses.every(({ state }) => state === 'ready') ? 0 : 1);
    });
}
