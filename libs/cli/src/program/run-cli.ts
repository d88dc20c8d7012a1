import { errorTable, isSpillwayError } from '@spillway/events';
import { CommanderError } from 'commander';
import type { CliContext } from '../context/cli-context.js';
import { createProgram } from './create-program.js';
import { hideSecrets } from '../output/hide-secrets.js';
import { Session } from '../session/session.js';
import { exitCodes } from '../context/exit-codes.js';
import { UsageError } from '../context/usage-error.js';

/**
 * Runs the `spillway` command.
 *
 * @param args what stands after the command's name
 * @returns the exit code: 0 ok, 1 failed, 2 usage, 3 a check found problems, 130 interrupted
 */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const program = createProgram(new Session(context), (code) => (exitCode = code));
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
    return context.signal?.aborted === true ? exitCodes.interrupted : exitCode;
  } catch (error) {
    // Whatever failed then, failed because of it.
    if (context.signal?.aborted === true) return exitCodes.interrupted;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
    const isVerbose = program.opts<{ verbose?: boolean }>().verbose === true;
    context.stderr(`${problemText(error)}${isVerbose ? stackText(error) : ''}`);
    return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  }
}

function problemText(error: unknown): string {
  const message = hideSecrets(error instanceof Error ? error.message : String(error));
  if (isSpillwayError(error)) return `${error.code}  ${message}\n          ${errorTable[error.code].fix}\n`;
  return `Unexpected: ${message}\n          This is a defect of spillway; --verbose shows where it happened.\n`;
}

/** With what it was caused by. */
function stackText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const cause = error instanceof Error && error.cause !== undefined ? `caused by ${stackText(error.cause)}` : '';
  return `${hideSecrets(stack)}\n${cause}`;
}
