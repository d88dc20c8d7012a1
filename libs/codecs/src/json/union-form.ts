import type { JsonKind } from '../avro/json-kind-of.js';
import type { JsonForm } from './json-form.js';

/** A value of one of several types, without a tag: no two of them look alike in JSON. */
export function unionForm(forms: ReadonlyMap<JsonKind, JsonForm>): JsonForm {
  const kinds = [...forms.keys()].join(', ');
  return {
    parse(json, pointer, issues) {
      const form = forms.get(kindOf(json));
      return form === undefined ? issues.add(pointer, `must be one of: ${kinds}`) : form.parse(json, pointer, issues);
    },
    print: (value: unknown) => forms.get(kindOf(value))!.print(value as never),
  };
}

/** Of a JSON value, or of a payload value: times, bytes and bigints are text in JSON. */
function kindOf(value: unknown): JsonKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date || Buffer.isBuffer(value)) return 'string';
  const type = typeof value;
  if (type === 'bigint') return 'string';
  return type === 'boolean' || type === 'number' || type === 'string' ? type : 'object';
}
