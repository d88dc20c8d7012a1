import { existsSync, readFileSync } from 'node:fs';
import { contractRules, type ContractRuleName, type Suppression } from '@spillway/contracts';
import { z } from 'zod';

const ruleNames = Object.keys(contractRules) as [ContractRuleName, ...ContractRuleName[]];
const fileSchema = z.strictObject({
  suppressions: z.array(
    z.strictObject({
      rule: z.enum(ruleNames, 'is no rule'),
      path: z.string().min(1),
      reason: z.string('a suppression says why it is one').trim().min(1, 'a suppression says why it is one'),
    }),
  ),
});

/**
 * What a team has decided to live with; nothing when there is no such file.
 *
 * @param mustExist whether somebody named the file
 * @returns the suppressions, or what is wrong with the file, a line each
 */
export function readSuppressions(
  file: string,
  mustExist: boolean,
): readonly Suppression[] | { readonly problem: string } {
  if (!mustExist && !existsSync(file)) return [];
  try {
    const parsed = fileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return parsed.data.suppressions;
    const lines = parsed.error.issues.map(({ path, message }) => `${file}: /${path.join('/')} ${message}`);
    return { problem: lines.join('\n') };
  } catch (error) {
    return { problem: `${file}: ${error instanceof Error ? error.message : 'cannot be read'}` };
  }
}
