import type { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { addAppOptions, askApp, type AppOptions } from '../http/app-client.js';
import { withQuery } from '../http/with-query.js';
import { alignColumns } from '../tables/align-columns.js';
import { letterScreen } from './letter-screen.js';
import type { LetterView } from './letter-view.js';
import { lettersScreen } from './letters-screen.js';

interface ListAnswer {
  readonly deadLetters: readonly LetterView[];
  readonly nextCursor: string | null;
}

interface SentBackAnswer {
  readonly job: string;
  readonly letters: readonly { readonly id: string; readonly outcome: string; readonly toTopic: string }[];
}

const filters = ['topic', 'code', 'fingerprint', 'key', 'from', 'to', 'limit', 'cursor'] as const;
type ListOptions = AppOptions & Partial<Record<(typeof filters)[number], string>>;

/** `spillway dlq …`: the dead letters of a group. */
export function addDlqCommand(program: Command, context: CliContext): void {
  const dlq = program.command('dlq').description('Lists dead letters, shows them, sends them back.');
  const pathOf = (group: string): string => `/groups/${encodeURIComponent(group)}/dead-letters`;
  const print = (options: AppOptions, answer: object, screen: string): void =>
    context.stdout(options.output === 'json' ? `${JSON.stringify(answer, null, 2)}\n` : screen);

  addAppOptions(dlq.command('ls <group>').description('Dead letters, newest first.'))
    .option('--topic <topic>', 'only of this topic')
    .option('--code <code>', 'only with this code of the last cause')
    .option('--fingerprint <fingerprint>', 'only with this fingerprint')
    .option('--key <key>', 'only of this key')
    .option('--from <time>', 'RFC 3339, inclusive')
    .option('--to <time>', 'RFC 3339, exclusive')
    .option('--limit <count>', 'at most so many', '50')
    .option('--cursor <cursor>', 'go on behind the page before')
    .action(async (group: string, options: ListOptions) => {
      const given = Object.fromEntries(filters.map((name) => [name, options[name]]));
      const answer = await askApp<ListAnswer>(context, options, { path: withQuery(pathOf(group), given) });
      const { deadLetters, nextCursor } = answer;
      print(options, answer, lettersScreen(deadLetters));
      if (options.output === 'json') return;
      if (nextCursor !== null) context.stderr(`There may be more: --cursor ${nextCursor}\n`);
      else if (deadLetters.length === 0) context.stderr('No dead letters.\n');
    });

  addAppOptions(
    dlq.command('show <group> <id>').description('One dead letter, with its causes and its payload.'),
  ).action(async (group: string, id: string, options: AppOptions) => {
    const path = `${pathOf(group)}/${id.split('/').map(encodeURIComponent).join('/')}`;
    const letter = await askApp<LetterView>(context, options, { path });
    print(options, letter, letterScreen(letter));
  });

  addAppOptions(dlq.command('send-back <group> <ids...>').description('To the group that failed, and to no other.'))
    .option('--job <job>', 'name of the job: one job sends a letter once')
    .action(
      async (group: string, ids: readonly string[], { job, ...options }: AppOptions & { readonly job?: string }) => {
        const request = { path: `${pathOf(group)}/send-back`, body: { ids, job } };
        const answer = await askApp<SentBackAnswer>(context, options, request);
        const rows = answer.letters.map(({ id, outcome, toTopic }) => [id, outcome, toTopic]);
        print(options, answer, alignColumns(['ID', 'OUTCOME', 'TO'], rows));
        if (options.output === 'table') context.stderr(`Job ${answer.job}\n`);
      },
    );
}
