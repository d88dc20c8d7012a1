import type { Command } from 'commander';
import { addConfirmOptions, confirmChange } from '../confirm/confirm-change.js';
import type { ConfirmOptions } from '../confirm/judge-change.js';
import { addExamples } from '../help/add-examples.js';
import { addAppOptions, askApp, type AppOptions } from '../http/app-client.js';
import { printAnswer } from '../output/print-answer.js';
import type { Session } from '../session/session.js';
import { alignColumns } from '../tables/align-columns.js';
import { pathOfLetters } from './path-of-letters.js';
import { counted } from '../output/counted.js';

interface SentBackAnswer {
  readonly job: string;
  readonly letters: readonly { readonly id: string; readonly outcome: string; readonly toTopic: string }[];
}

type SendBackOptions = AppOptions & ConfirmOptions & { readonly job?: string };

/** `spillway dlq send-back`: asks first, since what is sent back is handled again. */
export function addSendBackCommand(dlq: Command, session: Session): void {
  const command = addAppOptions(
    dlq.command('send-back <group> <ids...>').description('To the group that failed, and to no other.'),
  ).option('--job <job>', 'name of the job: one job sends a letter once');
  addExamples(addConfirmOptions(command), [
    ['dlq send-back payments retail.orders.payments.dlq/3/17', 'one first; see what becomes of it'],
    [
      'dlq send-back payments <id> <id> --job fix-123 --yes',
      'more, from a script; again with the same job sends none twice',
    ],
  ]);
  command.action(async (group: string, ids: readonly string[], { job, output, ...options }: SendBackOptions) => {
    const what = `Send ${counted(ids.length, 'dead letter')} back to ${group}`;
    await confirmChange(session, command, { what, isGrave: true }, options);
    const request = { path: `${pathOfLetters(group)}/send-back`, body: { ids, job } };
    const answer = await askApp<SentBackAnswer>(session, options, request);
    const rows = answer.letters.map(({ id, outcome, toTopic }) => [id, outcome, toTopic]);
    const screen = (): string => alignColumns(['ID', 'OUTCOME', 'TO'], rows);
    printAnswer(session, output, { document: answer, rows: answer.letters, screen });
    if (output !== 'json') session.stderr(`Job ${answer.job}\n`);
  });
}
