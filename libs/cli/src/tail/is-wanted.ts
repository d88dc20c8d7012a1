import type { Condition } from './condition.js';
import type { TailedRecord } from './tailed-record.js';

/** Whether a record fits every condition. */
export function isWanted(record: TailedRecord, conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => fits(record, condition));
}

/** Of a header that stands there more than once any value will do; nothing is never equal. */
function fits(record: TailedRecord, { field, operator, value }: Condition): boolean {
  const values = valuesOf(record, field);
  if (operator === '!=') return !values.includes(value);
  return values.some((each) => (operator === '=' ? each === value : each.includes(value)));
}

function valuesOf(record: TailedRecord, field: string): readonly string[] {
  const [kind = '', ...path] = field.split('.');
  if (kind === 'header')
    return record.headers.filter(({ name }) => name === path.join('.')).map(({ value }) => textOf(value));
  if (kind === 'data') return leaves(at(record.data, path));
  const value = record[kind as keyof TailedRecord];
  return value === null || value === undefined ? [] : [textOf(value)];
}

/** A field of a list is that of any of its elements. */
function at(data: unknown, [name, ...rest]: readonly string[]): readonly unknown[] {
  if (Array.isArray(data)) return data.flatMap((each) => at(each, name === undefined ? [] : [name, ...rest]));
  if (name === undefined) return [data];
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, name)) return [];
  return at((data as Readonly<Record<string, unknown>>)[name], rest);
}

function leaves(values: readonly unknown[]): readonly string[] {
  return values.filter((value) => value !== undefined).map(textOf);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
