const maxTextLength = 2_048;
const maxListLength = 50;
const maxKeys = 50;
const maxDepth = 6;

/**
 * A copy of a log field that cannot grow without bound: long texts, lists and objects are cut and say by how much,
 * bytes are counted and never shown, cycles end at the depth limit. `bigint` becomes its digits, because JSON has none.
 */
export function boundLogValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return boundText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= maxDepth) return '[deeper]';
  if (value instanceof Error) return boundError(value, depth);
  if (Array.isArray(value)) return boundList(value, depth);
  return boundObject(value, depth);
}

function boundText(value: string): string {
  if (value.length <= maxTextLength) return value;
  return `${value.slice(0, maxTextLength).toWellFormed()}… (${value.length} characters)`;
}

function boundList(value: readonly unknown[], depth: number): unknown[] {
  const items = value.slice(0, maxListLength).map((item) => boundLogValue(item, depth + 1));
  if (value.length > maxListLength) items.push(`… ${value.length - maxListLength} more`);
  return items;
}

function boundObject(value: object, depth: number): Record<string, unknown> {
  const bounded: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const keys = Object.keys(value);
  for (const key of keys.slice(0, maxKeys)) {
    bounded[boundText(key)] = boundLogValue((value as Record<string, unknown>)[key], depth + 1);
  }
  if (keys.length > maxKeys) bounded['…'] = `${keys.length - maxKeys} more`;
  return bounded;
}

/** Own error fields besides name, message and code may hold payloads (kafkajs puts whole messages there): left out. */
function boundError(error: Error, depth: number): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: boundText(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: boundText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: boundLogValue(error.cause, depth + 1) }),
  };
}
