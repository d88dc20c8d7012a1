import { enumCases } from './enum-cases.ts';
import { historyCases } from './history-cases.ts';
import { logicalCases } from './logical-cases.ts';
import { misjudgedCases } from './misjudged-cases.ts';
import { recordCases } from './record-cases.ts';
import type { SchemaCase } from './schema-case.ts';
import { typeCases } from './type-cases.ts';
import { unionCases } from './union-cases.ts';

/** Every schema change whose verdicts are kept in `test/fixtures/schema-verdicts`. */
export const schemaCases: readonly SchemaCase[] = [
  ...typeCases,
  ...recordCases,
  ...enumCases,
  ...unionCases,
  ...logicalCases,
  ...historyCases,
  ...misjudgedCases,
];
