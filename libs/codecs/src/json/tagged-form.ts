import { pointerStep } from '@spillway/events';
import type { JsonForm } from './json-form.js';

/**
 * A value of one of several types that JSON cannot tell apart: in an object whose only key is the name of the branch, in
 * a payload as well.
 */
export function taggedForm(forms: ReadonlyMap<string, JsonForm>): JsonForm {
  const rule = `must be an object with one key: ${[...forms.keys()].join(' or ')}`;
  return {
    parse(json, pointer, issues) {
      const [[branch, value] = [], ...others] = typeof json === 'object' && json !== null ? Object.entries(json) : [];
      const form = forms.get(branch ?? '');
      if (branch === undefined || form === undefined || others.length > 0) return issues.add(pointer, rule);
      return { [branch]: form.parse(value, pointer + pointerStep(branch), issues) };
    },
    print(tagged: Readonly<Record<string, never>>) {
      const [branch, value] = Object.entries(tagged)[0]!;
      return { [branch]: forms.get(branch)!.print(value) };
    },
  };
}
