import { join, resolve } from 'node:path';
import type { Suppression } from '@spillway/contracts';
import type { Command } from 'commander';
import { refuseUsage } from '../../context/refuse-usage.js';

export interface SuppressionsOption {
  readonly suppressions?: string;
}

export function addSuppressionsOption(command: Command): Command {
  return command.option('--suppressions <file>', 'what is lived with; default: suppressions.json among the contracts');
}

/**
 * What a team has decided to live with, as the file that was named says, else `suppressions.json` beside its contracts;
 * nothing without such a file. Ends the command when something is wrong with it.
 *
 * @param place `schemasFolder` undefined where there are no contracts
 */
export async function readSuppressionsOf(
  command: Command,
  { suppressions: named }: SuppressionsOption,
  { schemasFolder, workingDir }: { readonly schemasFolder: string | undefined; readonly workingDir: string },
): Promise<readonly Suppression[]> {
  const file = named === undefined ? beside(schemasFolder) : resolve(workingDir, named);
  if (file === undefined) return [];
  // Loaded where a file may be read, with a validator: other commands start without.
  const { readSuppressions } = await import('./read-suppressions.js');
  const suppressions = readSuppressions(file, named !== undefined);
  return 'problem' in suppressions ? refuseUsage(command, suppressions.problem) : suppressions;
}

function beside(schemasFolder: string | undefined): string | undefined {
  return schemasFolder === undefined ? undefined : join(schemasFolder, 'suppressions.json');
}
