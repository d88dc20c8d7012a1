import { compatibilityModes, type CompatibilityMode } from '@spillway/events';
import { Option, type Command } from 'commander';
import type { Session } from '../../session/session.js';
import { registryUrlOf } from '../../system/registry-url-of.js';
import { refuseUsage } from '../../context/refuse-usage.js';
import { addSchemasOption, schemasFolderOf, type SchemasOption } from '../schemas-folder.js';
import { checkSummary } from './check-summary.js';
import { runCheck } from './run-check.js';
import { addSuppressionsOption, readSuppressionsOf, type SuppressionsOption } from './suppressions-option.js';
import { githubReport } from '../formats/github-report.js';
import { jsonReport } from '../formats/json-report.js';
import { junitReport } from '../formats/junit-report.js';
import { ndjsonReport } from '../formats/ndjson-report.js';
import { textReport } from '../formats/text-report.js';
import { exitCodes } from '../../context/exit-codes.js';

interface CheckOptions extends SchemasOption, SuppressionsOption {
  readonly against: string;
  readonly mode?: CompatibilityMode;
  readonly registryUrl?: string;
  readonly output: keyof typeof formats;
}

const formats = {
  text: textReport,
  /** As other commands call what is for people. */
  table: textReport,
  json: jsonReport,
  ndjson: ndjsonReport,
  junit: junitReport,
  github: githubReport,
};

const checkExamples = `
Examples:
  spillway contracts check                            what is changed here since the last commit
  spillway contracts check --against git:main         what this branch changes
  spillway contracts check --against registry         what the registry would be given
  spillway contracts check --against ../main/schemas  another checkout
  spillway contracts check --against git:origin/main --output github   on a pull request

Every rule, its reason and its fix: docs/reference/contract-rules.md
`;

/** `spillway contracts check`: what a change of contracts breaks. Exit code 3 when it breaks something. */
export function addCheckCommand(contracts: Command, session: Session, setExitCode: (code: number) => void): void {
  const check = contracts
    .command('check')
    .description('Says what a change of contracts breaks: rule, file, line, reason and fix. Exit code 3 when it does.')
    .option('--against <what>', 'git:<ref>, registry, or a folder of contracts', 'git:HEAD')
    .addOption(
      new Option('--mode <mode>', 'what is asked of every contract; default: what it or its subject says').choices(
        compatibilityModes,
      ),
    )
    .option('--registry-url <url>', 'default: SPILLWAY_REGISTRY_URL')
    .addOption(new Option('-o, --output <form>', 'how to print it').choices(Object.keys(formats)).default('text'))
    .addHelpText('after', checkExamples);
  addSuppressionsOption(addSchemasOption(check)).action(async ({ output, ...options }: CheckOptions) => {
    const { workingDir, env } = session;
    const schemasFolder = schemasFolderOf(check, options, workingDir);
    if (options.against === 'git:' || options.against === '')
      refuseUsage(check, '--against git:<ref> names a branch or a commit.');
    const suppressions = await readSuppressionsOf(check, options, { schemasFolder, workingDir });
    const registryUrl = registryUrlOf(session, options.registryUrl);
    const report = await runCheck({ ...options, registryUrl, schemasFolder, workingDir, env, suppressions });
    session.stdout(formats[output](report));
    session.stderr(checkSummary(report));
    setExitCode(report.open.length === 0 ? 0 : exitCodes.problems);
  });
}
