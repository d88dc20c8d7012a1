import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { refuseUsage } from '../context/refuse-usage.js';
import { useOutput } from '../files/use-output.js';
import { addManifestsOptions, readManifests, type ManifestsOptions } from '../manifests/read-manifests.js';
import { addOutputOption, type OutputOption } from '../output/output-option.js';
import { printAnswer } from '../output/print-answer.js';
import type { Session } from '../session/session.js';
import { givenVariable } from '../system/given-variable.js';
import { buildDocument, type DocumentPlace } from './build-document.js';
import type { NamedServer } from './async-api-server.js';
import { collectServer } from './collect-server.js';
import { operationRows, operationScreen } from './operation-rows.js';
import { exitCodes } from '../context/exit-codes.js';

interface AsyncApiOptions extends ManifestsOptions, OutputOption {
  readonly title?: string;
  readonly apiVersion: string;
  readonly server: readonly NamedServer[];
  readonly registryUrl?: string;
  readonly registryVendor?: string;
  readonly out?: string;
  readonly check?: boolean;
}

const examples = `
Examples:
  spillway asyncapi                                    all apps here, to stdout
  spillway asyncapi --output table                     who sends and who receives what, for people
  spillway asyncapi --manifest apps/consumer/spillway.manifest.json --out asyncapi.json
  spillway asyncapi --server live=kafka-secure://kafka-1.example.com:9093 --registry-url https://registry.example.com --registry-vendor apicurio
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
    .addOption(
      new Option(
        '--server <name=host:port>',
        'brokers that the apps run on, again for each environment; kafka-secure://host:port where they speak TLS',
      )
        .argParser(collectServer)
        .default([], 'none'),
    )
    .option('--registry-url <url>', 'the registry of the servers; default: SPILLWAY_REGISTRY_URL')
    .option('--registry-vendor <name>', 'who made it, as apicurio or confluent')
    .option('--out <file>', 'where to; default: stdout')
    .option('--check', 'write nothing, and fail when the file of --out is not what it should be')
    .addHelpText('after', examples);
  addOutputOption(addManifestsOptions(command), 'json').action(
    async ({ title, apiVersion: version, out, check, output, ...options }: AsyncApiOptions) => {
      if (check === true && out === undefined) refuseUsage(command, 'Which file to check? Name it by --out.');
      if (out !== undefined && output !== 'json')
        refuseUsage(command, 'A file of --out is the document: --output json.');
      const manifests = await readManifests(command, session.workingDir, options);
      const info = { title: title ?? manifests.map(({ app }) => app).join(', '), version };
      const document = buildDocument(manifests, info, placeOf(command, session, options));
      if (out === undefined) {
        const rows = operationRows(document);
        return printAnswer(session, output, { document, rows, screen: () => operationScreen(rows) });
      }
      const text = `${JSON.stringify(document, null, 2)}\n`;
      const file = resolve(session.workingDir, out);
      const isSame = useOutput(out, () => existsSync(file) && readFileSync(file, 'utf8') === text);
      if (isSame) return session.stderr(`${out} is up to date.\n`);
      if (check !== true) useOutput(out, () => writeText(file, text));
      session.stderr(
        check === true ? `${out} is out of date. Fix: the same command without --check\n` : `${out} written.\n`,
      );
      setExitCode(check === true ? exitCodes.problems : 0);
    },
  );
}

function writeText(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Only what is named counts, not what runs here: the document is of the apps, wherever it is made. */
function placeOf(
  command: Command,
  session: Session,
  {
    server: servers,
    registryUrl,
    registryVendor: vendor,
  }: Pick<AsyncApiOptions, 'server' | 'registryUrl' | 'registryVendor'>,
): DocumentPlace {
  if (servers.length === 0) {
    if ((registryUrl ?? vendor) !== undefined)
      refuseUsage(command, 'A registry belongs to servers: name them by --server.');
    return { servers };
  }
  const url = registryUrl ?? givenVariable(session, 'SPILLWAY_REGISTRY_URL');
  if (url === undefined) {
    if (vendor !== undefined) refuseUsage(command, 'Whose registry? Name it by --registry-url.');
    return { servers };
  }
  if (!URL.canParse(url))
    refuseUsage(command, `${registryUrl === undefined ? 'SPILLWAY_REGISTRY_URL' : '--registry-url'} is no URL.`);
  return { servers, registry: { url, vendor } };
}
