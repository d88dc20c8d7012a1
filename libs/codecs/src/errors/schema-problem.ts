/** Longest text of a schema, in characters. */
export const maxSchemaLength = 1_048_576;
const maxNesting = 64;
/** Objects and arrays: a field is one and more. */
const maxParts = 5_000;

/**
 * What makes a schema too large to build a decoder from; undefined when it is fit for that. A registry takes schemas
 * from whoever may write to it, and a decoder is made before the first value is looked at.
 *
 * @param schema parsed JSON
 */
export function schemaProblem(schema: unknown): string | undefined {
  let partsLeft = maxParts;
  const problemOf = (part: unknown, nesting: number): string | undefined => {
    if (typeof part !== 'object' || part === null) return undefined;
    if (nesting > maxNesting) return `is nested deeper than ${maxNesting}`;
    if (--partsLeft < 0) return `has more than ${maxParts} parts`;
    for (const inner of Object.values(part)) {
      const problem = problemOf(inner, nesting + 1);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
  return problemOf(schema, 1);
}
