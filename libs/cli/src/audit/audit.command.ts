import type { Command } from 'commander';
import { addExamples } from '../help/add-examples.js';
import { addAppOptions } from '../http/app-client.js';
import { hideSecrets } from '../output/hide-secrets.js';
import { printAnswer } from '../output/print-answer.js';
import type { Session } from '../session/session.js';
import { addQueryCommand } from './query.command.js';
import { verificationScreen } from './verification-screen.js';
import type { VerificationView } from './verification-view.js';
import { verifyStore, type VerifyOptions } from './verify-store.js';
import { exitCodes } from '../context/exit-codes.js';

/** `spillway audit …`: what the audit app knows. */
export function addAuditCommand(program: Command, session: Session, setExitCode: (code: number) => void): void {
  const audit = program.command('audit').description('Asks the audit store, and whether it is complete and unchanged.');
  addExamples(audit, [
    ['audit query journey 536365', 'everything that followed from one event'],
    ['audit verify', 'is everything stored, and as it was stored'],
  ]);
  addQueryCommand(audit, session);
  const verify = addAppOptions(
    audit
      .command('verify')
      .description(
        'Holds what is stored against the log and against its own hashes; exit code 3 when anything is wrong.',
      ),
    { app: 'audit' },
  )
    .option('--topic <topic>', 'only of this topic')
    .option('--from <time>', 'hashes of what was stored from here on, RFC 3339 or a day (UTC)')
    .option('--to <time>', 'hashes of what was stored before, RFC 3339 or a day (UTC)')
    .option('--cursor <cursor>', 'go on where a verification was cut off');
  addExamples(verify, [
    ['audit verify', 'all topics'],
    ['audit verify --topic retail.orders --from 2026-11-26', 'what was stored of one since then'],
    ['audit verify --output ndjson', 'a problem per line; nothing when all is well'],
  ]).action(async (options: VerifyOptions) => {
    const { view, error } = await verifyStore(session, options);
    const brokeOff = error !== undefined;
    if (brokeOff) session.stderr(brokenOffText(view));
    // Of nothing that was found there is nothing to show, and that nothing is wrong is not known.
    if (brokeOff && view.findings.length === 0) throw error;
    printAnswer(session, options.output, {
      document: view,
      rows: [...view.findings, ...view.partitions.filter(({ missing, duplicates }) => missing + duplicates > 0)],
      screen: () => verificationScreen(view),
    });
    if (brokeOff) await sayWhy(session, error);
    if (!view.ok) setExitCode(exitCodes.problems);
  });
}

function brokenOffText({ findings, nextCursor, ranges }: VerificationView): string {
  const soFar = findings.length > 0 ? 'Broke off; this was found so far.' : 'Nothing wrong so far.';
  const goOn = nextCursor === null ? '' : ` To go on from here: --cursor ${nextCursor}`;
  return ranges === 0 && nextCursor === null ? '' : `${soFar}${goOn}\n`;
}

/** The streaming lib is loaded when it is needed: every start of the command would load all of it. */
async function sayWhy(session: Session, error: unknown): Promise<void> {
  const { describeError } = await import('@spillway/streaming');
  session.stderr(`${hideSecrets(describeError(error))}\n`);
}
