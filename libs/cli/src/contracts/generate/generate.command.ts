import { relative, resolve } from 'node:path';
import { applyPlan, contractsGenerator, planGeneration, readContracts, readFolder } from '@spillway/contracts';
import type { Command } from 'commander';
import { useOutput } from '../../files/use-output.js';
import { addOutputOption, type OutputOption } from '../../output/output-option.js';
import { printAnswer } from '../../output/print-answer.js';
import type { CliContext } from '../../context/cli-context.js';
import { refuseUsage } from '../../context/refuse-usage.js';
import { foreignFile } from './foreign-file.js';
import { addSchemasOption, schemasFolderOf, type SchemasOption } from '../schemas-folder.js';
import { exitCodes } from '../../context/exit-codes.js';

interface GenerateOptions extends SchemasOption, OutputOption {
  readonly out: string;
  readonly schemaType: string;
  readonly examples?: boolean;
  readonly check?: boolean;
}

const examples = `
Examples:
  spillway contracts generate --out src/contracts           types and schemas of all contracts
  spillway contracts generate --out src/contracts --check   in CI: exit code 3 when they are not up to date
`;

/** `spillway contracts generate`: TypeScript types of contracts. With `--check` exit code 3 when they are out of date. */
export function addGenerateCommand(contracts: Command, context: CliContext, setExitCode: (code: number) => void): void {
  const generate = contracts
    .command('generate')
    .description(
      'Writes TypeScript of contracts: the types that the codec gives, schemas, and definitions of events that name their key.',
    )
    .requiredOption('--out <folder>', 'where to; the folder holds nothing else, what has no contract is removed')
    .option(
      '--schema-type <module>',
      'where they have AvroSchema, defineEvent and defineSharedType from',
      '@spillway/events',
    )
    .option('--examples', 'also an example of each event’s data as JSON')
    .option('--check', 'write nothing, and fail when a file is not what it should be')
    .addHelpText('after', examples);
  addOutputOption(addSchemasOption(generate)).action(
    ({ out, schemaType, examples: hasExamples, check, output, ...options }: GenerateOptions) => {
      const { workingDir } = context;
      const contractSet = readContracts(readFolder(schemasFolderOf(generate, options, workingDir), workingDir));
      const folder = relative(workingDir, resolve(workingDir, out)).replaceAll('\\', '/');
      const generator = contractsGenerator(contractSet, {
        folder,
        schemaTypeModule: schemaType,
        examples: hasExamples,
      });
      const plan = useOutput(out, () => planGeneration(generator, workingDir));
      const { differences } = plan;
      const foreign = foreignFile(differences, workingDir);
      if (foreign !== undefined) refuseUsage(generate, `${foreign} was not generated: give --out a folder of its own.`);
      if (check !== true) useOutput(out, () => applyPlan(plan, workingDir));
      const rows = differences.map(({ path, reason }) => ({ path, reason }));
      const screen = (): string => rows.map(({ path, reason }) => `${path} (${reason})\n`).join('');
      printAnswer(context, output, { document: { files: rows }, rows, screen });
      if (differences.length === 0) context.stderr('Everything is up to date.\n');
      else if (check) context.stderr('Out of date. Fix: the same command without --check\n');
      setExitCode(check && differences.length > 0 ? exitCodes.problems : 0);
    },
  );
}
