import type { Outcome } from '@spillway/streaming';

const types: Readonly<Record<Outcome['type'], true>> = {
  completed: true,
  'retry-later': true,
  'dead-letter': true,
  suspend: true,
  behind: true,
};

export function isOutcome(value: unknown): value is Outcome {
  if (typeof value !== 'object' || value === null) return false;
  const { type } = value as { readonly type?: unknown };
  return typeof type === 'string' && Object.hasOwn(types, type);
}
