import { errorTable, isSpillwayError } from '@spillway/events';
import { Command, CommanderError } from 'commander';
import { addAsyncApiCommand } from './asyncapi/asyncapi.command.js';
import { addAuditCommand } from './audit/audit.command.js';
import type { CliContext } from './cli-context.js';
import { addContractsCommand } from './contracts/contracts.command.js';
import { addDlqCommand } from './dlq/dlq.command.js';
import { addGroupsCommand } from './groups/groups.command.js';
import { addStatusCommand } from './status/status.command.js';
import { addTopicsCommand } from './topics/topics.command.js';

const examples = `
Examples:
  spillway status                     what runs, where, and whether it is ready
  spillway status --output json       the same for scripts
  spillway groups pause payments      begin no more; what runs finishes
  spillway dlq ls payments            what was given up, and why
  spillway contracts check            what a change of contracts breaks
  spillway topics plan                what differs from what the apps need
  spillway asyncapi                   topics, events and apps as AsyncAPI 3.1
  spillway audit query journey <id>   everything that followed from one event
  spillway audit verify               is everything stored, and as it was stored

Exit codes: 0 ok, 1 failed, 2 usage, 3 a check found problems.
`;

const usageExitCode = 2;

/**
 * Runs the `spillway` command.
 *
 * @param args what stands after the command's name
 * @returns the exit code: 0 ok, 1 failed, 2 usage, 3 a check found problems
 */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  let exitCode = 0;
  const program = new Command('spillway')
    .description('Looks after a Spillway system.')
    .addHelpText('after', examples)
    .showHelpAfterError('Look at the commands and options: spillway --help')
    .configureOutput({ writeOut: context.stdout, writeErr: context.stderr })
    .exitOverride();
  addStatusCommand(program, context, (code) => (exitCode = code));
  addGroupsCommand(program, context);
  addDlqCommand(program, context);
  addContractsCommand(program, context, (code) => (exitCode = code));
  addTopicsCommand(program, context, (code) => (exitCode = code));
  addAsyncApiCommand(program, context, (code) => (exitCode = code));
  addAuditCommand(program, context, (code) => (exitCode = code));
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageExitCode;
    if (!isSpillwayError(error)) throw error;
    context.stderr(`${error.code}  ${error.message}\n          ${errorTable[error.code].fix}\n`);
    return 1;
  }
}
