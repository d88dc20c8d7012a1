import { join } from 'node:path';
import type { Suppression } from '@spillway/contracts';
import type { Command } from 'commander';
import { refuseUsage } from '../refuse-usage.js';

/**
 * What a team has decided to live with, as `suppressions.json` beside its contracts says; nothing without such a file.
 * Ends the command when something is wrong with it.
 *
 * @param schemasFolder undefined where there are no contracts
 */
export async function findSuppressions(
  command: Command,
  schemasFolder: string | undefined,
): Promise<readonly Suppression[]> {
  if (schemasFolder === undefined) return [];
  // Loaded where a file may be read: other commands start without.
  const { readSuppressions } = await import('./read-suppressions.js');
  const suppressions = readSuppressions(join(schemasFolder, 'suppressions.json'), false);
  return 'problem' in suppressions ? refuseUsage(command, suppressions.problem) : suppressions;
}
