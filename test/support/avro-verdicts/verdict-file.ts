import { join } from 'node:path';
import { rootDir } from '../../../tools/setup/paths.mjs';
import type { Verdicts } from './ask-avro.ts';
import type { SchemaCase } from './schema-case.ts';

export const verdictFile = join(rootDir, 'test/fixtures/schema-verdicts/verdicts.json');

export type JudgedCase = SchemaCase & { readonly verdicts: Verdicts };

/** One change a line, so that a difference shows which. */
export function verdictText(cases: readonly SchemaCase[], verdicts: readonly Verdicts[]): string {
  const lines = cases.map((one, index) => `  ${JSON.stringify({ ...one, verdicts: verdicts[index] })}`);
  return `[\n${lines.join(',\n')}\n]\n`;
}
