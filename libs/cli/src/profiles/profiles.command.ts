import type { Command } from 'commander';
import { addExamples } from '../help/add-examples.js';
import { addOutputOption, type OutputOption } from '../output/output-option.js';
import { printAnswer } from '../output/print-answer.js';
import { hideSecrets } from '../output/hide-secrets.js';
import type { Session } from '../session/session.js';
import { alignColumns } from '../tables/align-columns.js';
import { findProfiles, profileFileName } from './find-profiles.js';

/** `spillway profiles`: which systems this command knows by name. */
export function addProfilesCommand(program: Command, session: Session): void {
  const command = program
    .command('profiles')
    .description('Lists the profiles: systems by name, with where they are and how careful one has to be.');
  addExamples(addOutputOption(command), [
    ['profiles', 'what there is, and which one is chosen'],
    ['--profile staging dlq ls payments', 'asks another system; also SPILLWAY_PROFILE=staging'],
    ['profiles --output json', 'the same for scripts'],
  ]);
  command.action(async ({ output }: OutputOption) => {
    const found = await findProfiles(session);
    const rows = (found?.profiles ?? []).map(({ variables, ...profile }) => ({
      ...profile,
      chosen: profile.name === session.profile?.name,
      variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, hideSecrets(value)])),
    }));
    const screen = (): string =>
      alignColumns(
        ['NAME', 'CHOSEN', 'MARKS', 'VARIABLES'],
        rows.map(({ name, chosen, readOnly, production, variables }) => [
          name,
          chosen ? 'yes' : '',
          [...(readOnly ? ['read-only'] : []), ...(production ? ['production'] : [])].join(', '),
          Object.keys(variables).join(' '),
        ]),
      );
    printAnswer(session, output, { document: { file: found?.file ?? null, profiles: rows }, rows, screen });
    if (found === undefined) session.stderr(`No ${profileFileName} here or above.\n`);
  });
}
