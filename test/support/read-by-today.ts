import type { AvroSchema } from '@spillway/events';

interface Field {
  readonly name: string;
  readonly type: AvroSchema;
  readonly aliases?: readonly string[];
  readonly default?: unknown;
}
type Node = { readonly type: unknown; readonly [attribute: string]: unknown };

/**
 * What the JSON of an event says when today's contract reads its bytes, worked out from the schemas without the codec:
 * fields that both have, defaults for new ones.
 */
export function readByToday(json: unknown, written: AvroSchema, today: AvroSchema): unknown {
  const [old, now] = [valueType(written, json), valueType(today, json)];
  if (json === null || typeof old !== 'object' || typeof now !== 'object') return json;
  if (now.type === 'array') {
    return (json as unknown[]).map((item) => readByToday(item, old['items'] as AvroSchema, now['items'] as AvroSchema));
  }
  if (now.type === 'map') {
    const entries = Object.entries(json as object).map(([key, value]) => [
      key,
      readByToday(value, old['values'] as AvroSchema, now['values'] as AvroSchema),
    ]);
    return Object.fromEntries(entries) as unknown;
  }
  return now.type === 'record' ? readRecord(json as Record<string, unknown>, old, now) : json;
}

function readRecord(json: Record<string, unknown>, old: Node, now: Node): Record<string, unknown> {
  const before = new Map((old['fields'] as readonly Field[]).map((field) => [field.name, field]));
  const fields = now['fields'] as readonly Field[];
  return Object.fromEntries(
    fields.map(({ name, aliases = [], type, default: fallback }) => {
      const known = [name, ...aliases].map((each) => before.get(each)).find((field) => field !== undefined);
      return [name, known === undefined ? fallback : readByToday(json[known.name], known.type, type)];
    }),
  );
}

/** The branch of an optional type that a value has; types named a second time are not followed. */
function valueType(schema: AvroSchema, json: unknown): string | Node {
  if (!Array.isArray(schema)) return schema as string | Node;
  const branches = schema as readonly AvroSchema[];
  return (json === null ? 'null' : branches.find((branch) => branch !== 'null')) as string | Node;
}
