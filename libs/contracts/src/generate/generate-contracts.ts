import { posix } from 'node:path';
import { SpillwayError } from '@spillway/events';
import type { Contract, ContractSet, FileProblem } from '../files/contract.js';
import type { Place } from '../schema/schema-node.js';
import { unqualified } from '../schema/full-name.js';
import { exampleOf } from './example-of.js';
import type { GeneratedFile } from './generator.js';
import { kebabCase } from '../files/kebab-case.js';
import { keyField } from './key-field.js';
import { printEvent } from './print-event.js';
import { printSharedType } from './print-shared-type.js';
import { registeredTypes } from './registered-types.js';
import { registrableContracts } from './registrable-contracts.js';
import { moduleFolder, printModule } from './print-module.js';
import { printTable } from './print-table.js';
import { selfContained } from './self-contained.js';

export interface GenerateOptions {
  /** The folder of generated files, as their paths begin. */
  readonly folder: string;
  /** Where generated modules have `AvroSchema`, `EventDefinition`, `defineEvent` and `defineSharedType` from: a package, or a path from the folder of generated files. */
  readonly schemaTypeModule: string;
  /** Beside each event an example of its data. */
  readonly examples?: boolean;
}

/**
 * TypeScript types and schema constants of contracts: what the codec gives, for every construct of Avro. Of an event whose
 * contract names its key also the definition and its place in the table of all, of a shared type with a subject of its own
 * what contracts refer to; on demand an example of each event as JSON. The same contracts give the same bytes.
 *
 * @throws SpillwayError `SPW-3008` listing what is no contract, or has no form in a payload
 */
export function generateContracts(set: ContractSet, options: GenerateOptions): readonly GeneratedFile[] {
  const problems: FileProblem[] = [...set.problems];
  const onProblem = (place: Place, detail: string): void =>
    void problems.push({ source: place.source, detail, ...set.positionOf(place) });
  // Modules that import each other in a circle would not load.
  registrableContracts(set);
  const byName = new Map(set.contracts.map((contract) => [contract.fullName, contract]));
  const { folder, schemaTypeModule } = options;
  const defined: Contract[] = [];
  const files = set.contracts.flatMap((contract) => {
    const schema = selfContained(contract, byName);
    const file = fileIn(folder, contract);
    const made = [file('.ts', printModule(contract, { schema, schemaTypeModule, onProblem }))];
    const references = registeredTypes(contract, byName);
    if (contract.kind !== 'event') {
      if (contract.subject === undefined) return made;
      return [...made, file('.shared.ts', printSharedType(contract, { schema, schemaTypeModule, references }))];
    }
    const key = keyField(contract);
    if (typeof key === 'string') onProblem(contract.type.place, key);
    else if (key !== undefined) {
      defined.push(contract);
      made.push(file('.event.ts', printEvent(contract, { schema, schemaTypeModule, key, references })));
    }
    if (options.examples)
      made.push(file('.example.json', `${JSON.stringify(exampleOf(contract.type.node), null, 2)}\n`));
    return made;
  });
  if (problems.length > 0) throw notGenerated(problems);
  if (defined.length === 0) return files;
  return [...files, { path: posix.join(folder, 'events.ts'), content: printTable(defined, schemaTypeModule) }];
}

function fileIn(folder: string, contract: Contract): (ending: string, content: string) => GeneratedFile {
  const path = posix.join(folder, moduleFolder(contract), kebabCase(unqualified(contract.fullName)));
  return (ending, content) => ({ path: `${path}${ending}`, content });
}

function notGenerated(problems: readonly FileProblem[]): SpillwayError {
  const lines = problems.map(({ source, line, column, detail }) => `  ${source}:${line}:${column} ${detail}`);
  const issues = problems.map(({ source, detail }) => ({ pointer: source, detail }));
  return new SpillwayError('SPW-3008', `Contracts have ${problems.length} problem(s):\n${lines.join('\n')}`, {
    issues,
  });
}
