import { pointerStep } from '@spillway/events';
import type { IssueList } from './issue-list.js';
import type { JsonForm } from './json-form.js';

export interface FieldForm {
  readonly name: string;
  readonly form: JsonForm;
  /** Undefined for a field that must be given. */
  readonly defaultValue: () => unknown;
}

const unsafeKeys = new Set(['__proto__', 'constructor', 'prototype']);
const maxNamedKeyLength = 64;

export function recordForm(fields: readonly FieldForm[]): JsonForm {
  const names = new Set(fields.map((field) => field.name));
  // Worked out once, because most documents need no pointer at all.
  const steps = fields.map((field) => pointerStep(field.name));
  return {
    parse(json, pointer, issues) {
      if (!isObject(json)) return issues.add(pointer, 'must be an object');
      refuseUnknown(json, names, pointer, issues);
      const record: Record<string, unknown> = {};
      for (const [index, { name, form, defaultValue }] of fields.entries()) {
        const at = pointer + steps[index]!;
        const given = Object.hasOwn(json, name);
        const value = given ? form.parse(json[name], at, issues) : defaultValue();
        if (value === undefined && !given) issues.add(at, 'is missing');
        record[name] = value;
      }
      return record;
    },
    print(record: Record<string, never>) {
      const json: Record<string, unknown> = {};
      for (const { name, form } of fields) json[name] = form.print(record[name]!);
      return json;
    },
  };
}

export function arrayForm(items: JsonForm): JsonForm {
  return {
    parse(json, pointer, issues) {
      if (!Array.isArray(json)) return issues.add(pointer, 'must be an array');
      const values: unknown[] = [];
      for (let index = 0; index < json.length && !issues.full; index++) {
        values.push(items.parse(json[index], `${pointer}/${index}`, issues));
      }
      return values;
    },
    print: (values: readonly never[]) => values.map((value) => items.print(value)),
  };
}

export function mapForm(values: JsonForm): JsonForm {
  return {
    parse(json, pointer, issues) {
      if (!isObject(json)) return issues.add(pointer, 'must be an object');
      const map: Record<string, unknown> = {};
      for (const key of Object.keys(json)) {
        if (unsafeKeys.has(key)) issues.add(pointer, 'has a key that is not allowed');
        else map[key] = values.parse(json[key], pointer + pointerStep(key), issues);
      }
      return map;
    },
    print: (map: Record<string, never>) =>
      Object.fromEntries(Object.entries(map).map(([key, value]) => [key, values.print(value)])),
  };
}

/** A value or null, without a tag. */
export function optionalForm(form: JsonForm): JsonForm {
  return {
    parse: (json, pointer, issues) => (json === null ? null : form.parse(json, pointer, issues)),
    print: (value) => (value === null ? null : form.print(value)),
  };
}

function refuseUnknown(json: object, names: ReadonlySet<string>, pointer: string, issues: IssueList): void {
  for (const key of Object.keys(json)) {
    if (names.has(key)) continue;
    if (key.length > maxNamedKeyLength) issues.add(pointer, 'has a field that the contract does not know');
    else issues.add(pointer + pointerStep(key), 'is not a field of the contract');
    if (issues.full) return;
  }
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
