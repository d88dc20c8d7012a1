import type { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { addAppOptions } from '../http/app-client.js';
import { addQueryCommand } from './query.command.js';
import { verificationScreen } from './verification-screen.js';
import { verifyStore, type VerifyOptions } from './verify-store.js';

const wrongExitCode = 3;

/** `spillway audit …`: what the audit app knows. */
export function addAuditCommand(program: Command, context: CliContext, setExitCode: (code: number) => void): void {
  const audit = program.command('audit').description('Asks the audit store, and whether it is complete and unchanged.');
  addQueryCommand(audit, context);
  addAppOptions(
    audit
      .command('verify')
      .description(
        'Holds what is stored against the log and against its own hashes; exit code 3 when anything is wrong.',
      ),
    { app: 'audit' },
  )
    .option('--topic <topic>', 'only of this topic')
    .option('--from <time>', 'hashes of what was stored from here on, RFC 3339')
    .option('--to <time>', 'hashes of what was stored before, RFC 3339')
    .option('--cursor <cursor>', 'go on where a verification was cut off')
    .action(async (options: VerifyOptions) => {
      const view = await verifyStore(context, options);
      context.stdout(options.output === 'json' ? `${JSON.stringify(view, null, 2)}\n` : verificationScreen(view));
      if (!view.ok) setExitCode(wrongExitCode);
    });
}
