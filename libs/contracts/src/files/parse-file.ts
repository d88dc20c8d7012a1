import { locateJson } from '../json/locate-json.js';
import { positionAt, type Position } from '../json/position-at.js';
import type { FileProblem } from './contract.js';
import type { SchemaFile } from './schema-file.js';

export interface ParsedFile {
  readonly file: SchemaFile;
  /** Undefined when the text is no JSON. */
  readonly schema: unknown;
  readonly problem?: FileProblem;
  positionOf(pointer: string): Position;
}

/** The JSON of a file; where it is none, the place where it ends to be. */
export function parseFile(file: SchemaFile): ParsedFile {
  let locate: ((pointer: string) => Position) | undefined;
  const positionOf = (pointer: string): Position => (locate ??= locateJson(file.text))(pointer);
  try {
    return { file, schema: JSON.parse(file.text) as unknown, positionOf };
  } catch (error) {
    const problem = { source: file.shownAs, detail: 'is no JSON', ...positionOfError(error, file.text) };
    return { file, schema: undefined, problem, positionOf: () => ({ line: 1, column: 1 }) };
  }
}

/** V8 says where; when it does not, the text ends too early. */
function positionOfError(error: unknown, text: string): Position {
  const found = /at position (\d+)/.exec(error instanceof Error ? error.message : '');
  return positionAt(text, found === null ? text.length : Number(found[1]));
}
