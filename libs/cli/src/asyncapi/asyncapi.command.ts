import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { refuseUsage } from '../contracts/refuse-usage.js';
import { addManifestsOptions, readManifests, type ManifestsOptions } from '../manifests/read-manifests.js';
import { addOutputOption, type OutputOption } from '../output/output-option.js';
import { printAnswer } from '../output/print-answer.js';
import type { Session } from '../session/session.js';
import { buildDocument } from './build-document.js';
import { operationRows, operationScreen } from './operation-rows.js';
import { exitCodes } from '../process/exit-codes.js';

interface AsyncApiOptions extends ManifestsOptions, OutputOption {
  readonly title?: string;
  readonly apiVersion: string;
  readonly out?: string;
  readonly check?: boolean;
}

const examples = `
Examples:
  spillway asyncapi                                    all apps here, to stdout
  spillway asyncapi --output table                     who sends and who receives what, for people
  spillway asyncapi --manifest apps/consumer/spillway.manifest.json --out asyncapi.json
  spillway asyncapi --out asyncapi.json --check        in CI: exit code 3 when the file is out of date
`;

/** `spillway asyncapi`: the apps as AsyncAPI 3.1. With `--check` exit code 3 when the file is out of date. */
export function addAsyncApiCommand(program: Command, session: Session, setExitCode: (code: number) => void): void {
  const command = program
    .command('asyncapi')
    .description(
      'Describes topics, events and who sends and receives them as AsyncAPI 3.1 with Kafka bindings, from the manifests.',
    )
    .option('--title <text>', 'what the document is called; default: the names of the apps')
    .option('--api-version <version>', 'its version', '1.0.0')
    .option('--out <file>', 'where to; default: stdout')
    .option('--check', 'write nothing, and fail when the file of --out is not what it should be')
    .addHelpText('after', examples);
  addOutputOption(addManifestsOptions(command), 'json').action(
    async ({ title, apiVersion: version, out, check, output, ...options }: AsyncApiOptions) => {
      if (check === true && out === undefined) refuseUsage(command, 'Which file to check? Name it by --out.');
      if (out !== undefined && output !== 'json')
        refuseUsage(command, 'A file of --out is the document: --output json.');
      const manifests = await readManifests(command, session.workingDir, options);
      const document = buildDocument(manifests, {
        title: title ?? manifests.map(({ app }) => app).join(', '),
        version,
      });
      if (out === undefined) {
        const rows = operationRows(document);
        return printAnswer(session, output, { document, rows, screen: () => operationScreen(rows) });
      }
      const text = `${JSON.stringify(document, null, 2)}\n`;
      const file = resolve(session.workingDir, out);
      const isSame = existsSync(file) && readFileSync(file, 'utf8') === text;
      if (isSame) return session.stderr(`${out} is up to date.\n`);
      if (check !== true) writeFileSync(file, text);
      session.stderr(
        check === true ? `${out} is out of date. Fix: the same command without --check\n` : `${out} written.\n`,
      );
      setExitCode(check === true ? exitCodes.problems : 0);
    },
  );
}
