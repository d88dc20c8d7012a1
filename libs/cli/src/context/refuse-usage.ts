import type { Command } from 'commander';
import { exitCodes } from './exit-codes.js';

/** Ends the command with what is wrong with how it was called, and exit code 2. */
export function refuseUsage(command: Command, problem: string): never {
  return command.error(problem, { exitCode: exitCodes.usage });
}
