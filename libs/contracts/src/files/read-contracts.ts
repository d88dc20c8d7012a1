import { fullNameIn, isSpillwayError } from '@spillway/events';
import { parseSchema } from '../schema/parse-schema.js';
import type { Place } from '../schema/schema-node.js';
import type { SchemaIssue } from '../schema/schema-scope.js';
import type { Contract, ContractSet, FileProblem } from './contract.js';
import { attributeProblems, attributesOf } from './contract-attributes.js';
import { kindOfContract, type KindOfContract } from './kind-of-contract.js';
import { parseFile, type ParsedFile } from './parse-file.js';
import { placeProblem } from './place-problem.js';
import type { SchemaFile } from './schema-file.js';
import { typeProblems } from './type-problems.js';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The contracts in a folder's files; a name that a file does not define is looked for in the others.
 *
 * @param options.areInPlace whether path and name have to agree, as they do where contracts are made
 * @returns what is a contract, and the problems of what is none; never throws for what the files say
 */
export function readContracts(
  files: readonly SchemaFile[],
  { areInPlace }: { readonly areInPlace: boolean } = { areInPlace: true },
): ContractSet {
  const parsed = files.toSorted((one, other) => (one.path < other.path ? -1 : 1)).map(parseFile);
  const bySource = new Map(parsed.map((each) => [each.file.shownAs, each]));
  const positionOf = ({ source, pointer }: { readonly source: string; readonly pointer: string }) =>
    bySource.get(source)?.positionOf(pointer) ?? { line: 1, column: 1 };
  const problems = new Map<string, FileProblem>();
  const report = (problem: FileProblem): void =>
    void problems.set([problem.source, problem.line, problem.column, problem.detail].join(), problem);
  const byName = new Map(parsed.toReversed().map((each) => [nameOf(each), each]));
  const contracts = parsed.flatMap((each): readonly Contract[] => {
    if (each.problem !== undefined) report(each.problem);
    if (each.problem !== undefined) return [];
    const { typed, issues } = typeOf(each, byName);
    for (const issue of issues) {
      // What is no JSON is reported as that, not once more by those who name it.
      if (bySource.get(issue.source)?.problem !== undefined) continue;
      report({ source: issue.source, detail: issue.detail, ...positionOf(issue) });
    }
    if (typed === undefined) return [];
    const contract = contractOf(each, typed);
    for (const { place, detail } of areInPlace ? problemsOf(contract, each, byName) : []) {
      report({ source: place.source, detail, ...positionOf(place) });
    }
    return [contract];
  });
  return { contracts, problems: [...problems.values()], positionOf };
}

/** By the text, or of a file that is no JSON by its path: the full name that others know it by. */
function nameOf({ schema, file }: ParsedFile): string {
  const { name, namespace } = (schema ?? {}) as JsonObject;
  if (typeof name === 'string') return fullNameIn(typeof namespace === 'string' ? namespace : '', name);
  const [domain, aggregate, ...rest] = file.path.split('/');
  return `${domain}.${aggregate}.${rest.at(-1)?.replace(/\.avsc$/, '')}`;
}

function problemsOf(
  contract: Contract,
  { file, schema }: ParsedFile,
  byName: ReadonlyMap<string, ParsedFile>,
): readonly { readonly place: Place; readonly detail: string }[] {
  const { fullName, kind } = contract;
  const ofFile = (detail: string) => ({ place: { source: file.shownAs, pointer: '' }, detail });
  const first = byName.get(fullName)?.file.shownAs;
  if (first !== file.shownAs) return [ofFile(`defines ${fullName}, as ${first} does`)];
  const misplaced = placeProblem(fullName, file.path);
  return [
    ...[...(misplaced === undefined ? [] : [misplaced]), ...attributeProblems(schema as JsonObject, kind)].map(ofFile),
    ...typeProblems(contract, (name) => byName.get(name)?.file.shownAs),
  ];
}

function typeOf(
  { schema, file }: ParsedFile,
  byName: ReadonlyMap<string, ParsedFile>,
): { readonly typed?: KindOfContract; readonly issues: readonly SchemaIssue[] } {
  try {
    const type = parseSchema(schema, file.shownAs, (name) => {
      const other = byName.get(name);
      return other === undefined ? undefined : { schema: other.schema, source: other.file.shownAs };
    });
    const typed = kindOfContract(file.path, type);
    if (typeof typed !== 'string') return { typed, issues: [] };
    return { issues: [{ source: file.shownAs, pointer: '', detail: typed }] };
  } catch (error) {
    if (!isSpillwayError(error, 'SPW-3008')) throw error;
    return { issues: error.issues as readonly SchemaIssue[] };
  }
}

function contractOf({ file, schema }: ParsedFile, typed: KindOfContract): Contract {
  const { name: fullName, aliases } = typed.type.node;
  const named = { ...typed, fullName, schema: schema as JsonObject };
  return { ...named, aliases, path: file.path, shownAs: file.shownAs, ...attributesOf(named) };
}
