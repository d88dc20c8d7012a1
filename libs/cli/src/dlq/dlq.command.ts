import type { Command } from 'commander';
import { addExamples } from '../help/add-examples.js';
import { addAppOptions, askApp, type AppOptions } from '../http/app-client.js';
import { withQuery } from '../http/with-query.js';
import { printAnswer } from '../output/print-answer.js';
import type { Session } from '../session/session.js';
import { letterScreen } from './letter-screen.js';
import type { LetterView } from './letter-view.js';
import { lettersScreen } from './letters-screen.js';
import { pathOfLetters } from './path-of-letters.js';
import { addSendBackCommand } from './send-back.command.js';

interface ListAnswer {
  readonly deadLetters: readonly LetterView[];
  readonly nextCursor: string | null;
}

const filters = ['topic', 'code', 'fingerprint', 'key', 'from', 'to', 'limit', 'cursor'] as const;
type ListOptions = AppOptions & Partial<Record<(typeof filters)[number], string>>;

/** `spillway dlq …`: the dead letters of a group. */
export function addDlqCommand(program: Command, session: Session): void {
  const dlq = program.command('dlq').description('Lists dead letters, shows them, sends them back.');
  addExamples(dlq, [
    ['dlq ls payments', 'what was given up, newest first'],
    ['dlq show payments retail.orders.payments.dlq/3/17', 'one of them, with its causes'],
    ['dlq send-back payments retail.orders.payments.dlq/3/17', 'to the group that failed'],
  ]);
  addList(dlq, session);
  addShow(dlq, session);
  addSendBackCommand(dlq, session);
}

function addList(dlq: Command, session: Session): void {
  const ls = addAppOptions(dlq.command('ls <group>').description('Dead letters, newest first.'))
    .option('--topic <topic>', 'only of this topic')
    .option('--code <code>', 'only with this code of the last cause')
    .option('--fingerprint <fingerprint>', 'only with this fingerprint')
    .option('--key <key>', 'only of this key')
    .option('--from <time>', 'RFC 3339, inclusive')
    .option('--to <time>', 'RFC 3339, exclusive')
    .option('--limit <count>', 'at most so many', '50')
    .option('--cursor <cursor>', 'go on behind the page before');
  addExamples(ls, [
    ['dlq ls payments', 'the newest 50'],
    ['dlq ls payments --code SPW-5034', 'only those that wait behind another of their key'],
    ['dlq ls payments --key 17850 --output json', 'of one key, for scripts'],
  ]);
  ls.action(async (group: string, options: ListOptions) => {
    const given = Object.fromEntries(filters.map((name) => [name, options[name]]));
    const path = withQuery(pathOfLetters(group), given);
    const answer = await askApp<ListAnswer>(session, options, { path });
    const { deadLetters, nextCursor } = answer;
    const screen = (): string => lettersScreen(deadLetters);
    printAnswer(session, options.output, { document: answer, rows: deadLetters, screen });
    if (options.output === 'json') return;
    if (nextCursor !== null) session.stderr(`There may be more: --cursor ${nextCursor}\n`);
    else if (deadLetters.length === 0) session.stderr('No dead letters.\n');
  });
}

function addShow(dlq: Command, session: Session): void {
  const show = addAppOptions(
    dlq.command('show <group> <id>').description('One dead letter, with its causes and its payload.'),
  );
  addExamples(show, [['dlq show payments retail.orders.payments.dlq/3/17', 'the id as the list has it']]);
  show.action(async (group: string, id: string, { output, ...options }: AppOptions) => {
    const path = `${pathOfLetters(group)}/${id.split('/').map(encodeURIComponent).join('/')}`;
    const letter = await askApp<LetterView>(session, options, { path });
    printAnswer(session, output, { document: letter, screen: () => letterScreen(letter) });
  });
}
