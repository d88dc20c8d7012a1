import { isDeepStrictEqual } from 'node:util';

/** Whether something that `expected` names is not so in `actual`; what it does not name may be anything. */
export function differs(actual: unknown, expected: unknown): boolean {
  if (!isPlain(expected)) return !isDeepStrictEqual(actual, expected);
  if (typeof actual !== 'object' || actual === null) return true;
  return Object.entries(expected).some(([name, value]) => differs((actual as Record<string, unknown>)[name], value));
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
