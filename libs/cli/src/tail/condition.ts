import { InvalidArgumentError } from 'commander';

/** What a record must be to be shown. */
export interface Condition {
  /** `key`, `type`, `header.<name>`, `data.<field>.<field>`, … */
  readonly field: string;
  readonly operator: '=' | '!=' | '~';
  readonly value: string;
}

export const conditionFields = ['key', 'partition', 'type', 'id', 'source', 'correlationId'] as const;

/** Reads `--where key=17850`, `type!=…`, `data.country~King`, after those given before. */
export function parseCondition(text: string, before: readonly Condition[] = []): readonly Condition[] {
  const match = /^([\w.-]+)(!=|=|~)(.*)$/s.exec(text);
  const [, field = '', operator, value = ''] = match ?? [];
  const isKnown = conditionFields.some((name) => name === field) || /^(?:header|data)\../.test(field);
  if (match === null || !isKnown)
    throw new InvalidArgumentError(
      `It is <field>=<value>, != or ~ (holds); fields: ${conditionFields.join(', ')}, header.<name>, data.<field>.`,
    );
  return [...before, { field, operator: operator as Condition['operator'], value }];
}
