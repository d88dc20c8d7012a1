import { compatibilityModes } from '@spillway/events';
import type { SchemaCase } from '../../../../test/support/avro-verdicts/schema-case.js';
import { parseSchema } from '../schema/parse-schema.js';
import { checkHistory } from '../compatibility/check-history.js';
import { compatibilityRules } from '../compatibility/compatibility-rules.js';

/** Whether a change goes through by Avro's rules alone, by the name of the mode. */
export function ourVerdicts({ history, proposed }: Pick<SchemaCase, 'history' | 'proposed'>): Record<string, boolean> {
  const versions = history.map((schema, index) => ({ label: `v${index + 1}`, schema: parseSchema(schema, 'older') }));
  const schema = parseSchema(proposed, 'newer');
  const verdictOf = (mode: (typeof compatibilityModes)[number]): boolean =>
    checkHistory(mode, versions, schema).every(({ rule }) => compatibilityRules[rule].isStricterThanAvro);
  return Object.fromEntries(compatibilityModes.map((mode) => [mode, verdictOf(mode)]));
}
