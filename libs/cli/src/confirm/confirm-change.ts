import { SpillwayError } from '@spillway/events';
import type { Command } from 'commander';
import { refuseUsage } from '../context/refuse-usage.js';
import type { Session } from '../session/session.js';
import { judgeChange, type ConfirmOptions, type Change } from './judge-change.js';

const flags = { sure: '--yes', name: '--confirm-profile' } as const;

export function addConfirmOptions(command: Command): Command {
  return command
    .option('--yes', 'do it without asking')
    .option('--confirm-profile <name>', 'on a production profile: its name, in place of typing it');
}

/**
 * Resolves when something may be done: asked for where that is due, by flags where nobody can be asked.
 *
 * @throws SpillwayError `SPW-5220` the profile is read-only · `SPW-5221` the answer was no
 */
export async function confirmChange(
  session: Session,
  command: Command,
  change: Change,
  options: ConfirmOptions,
): Promise<void> {
  const { profile, ask, paint } = session;
  const verdict = judgeChange(change, profile, options);
  if (verdict.kind === 'go') return;
  if (verdict.kind === 'refused')
    throw new SpillwayError('SPW-5220', `The profile ${profile?.name} is read-only: nothing was done.`);
  if (verdict.kind === 'other-profile')
    return refuseUsage(command, `--confirm-profile names ${options.confirmProfile}, the profile is ${profile?.name}.`);
  if (ask === undefined) {
    const missing = verdict.questions.map((question) =>
      question === 'name' ? `${flags.name} ${profile?.name}` : flags.sure,
    );
    return refuseUsage(command, `${change.what}? Nobody can be asked here: add ${missing.join(' ')}`);
  }
  const where = profile?.production === true ? ` in ${paint.alarm(`PRODUCTION (${profile.name})`)}` : '';
  for (const question of verdict.questions) {
    const isSure = question === 'sure' && /^y(?:es)?$/i.test(await ask(`${change.what}${where}? [y/N] `));
    const isNamed = question === 'name' && (await ask(`Type the name of the profile to go on: `)) === profile?.name;
    if (!isSure && !isNamed) throw new SpillwayError('SPW-5221', 'Not confirmed: nothing was done.');
  }
}
