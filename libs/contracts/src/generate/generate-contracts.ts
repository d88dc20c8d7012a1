import { posix } from 'node:path';
import { SpillwayError } from '@spillway/events';
import type { ContractSet, FileProblem } from '../files/contract.js';
import type { Place } from '../schema/schema-node.js';
import { unqualified } from '../schema/full-name.js';
import type { GeneratedFile } from './generator.js';
import { kebabCase } from './kebab-case.js';
import { moduleFolder, printModule } from './print-module.js';
import { selfContained } from './self-contained.js';

export interface GenerateOptions {
  /** The folder of generated files, as their paths begin. */
  readonly folder: string;
  /** Where generated modules have `AvroSchema` from: a package, or a path from the folder of generated files. */
  readonly schemaTypeModule: string;
}

/**
 * TypeScript types and schema constants of contracts: what the codec gives, for each construct that a payload has a form
 * for. The same contracts give the same bytes.
 *
 * @throws SpillwayError `SPW-3008` listing what is no contract, or has no form in a payload
 */
export function generateContracts(set: ContractSet, options: GenerateOptions): readonly GeneratedFile[] {
  const problems: FileProblem[] = [...set.problems];
  const onProblem = (place: Place, detail: string): void =>
    void problems.push({ source: place.source, detail, ...set.positionOf(place) });
  const byName = new Map(set.contracts.map((contract) => [contract.fullName, contract]));
  const files = set.contracts.map((contract) => ({
    path: posix.join(options.folder, moduleFolder(contract), `${kebabCase(unqualified(contract.fullName))}.ts`),
    content: printModule(contract, {
      schema: selfContained(contract, byName),
      schemaTypeModule: options.schemaTypeModule,
      onProblem,
    }),
  }));
  if (problems.length > 0) throw notGenerated(problems);
  return files;
}

function notGenerated(problems: readonly FileProblem[]): SpillwayError {
  const lines = problems.map(({ source, line, column, detail }) => `  ${source}:${line}:${column} ${detail}`);
  const issues = problems.map(({ source, detail }) => ({ pointer: source, detail }));
  return new SpillwayError('SPW-3008', `Contracts have ${problems.length} problem(s):\n${lines.join('\n')}`, {
    issues,
  });
}
