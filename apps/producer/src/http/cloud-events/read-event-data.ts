import { isSpillwayError, SpillwayError, type AvroSchema, type EventDefinition } from '@spillway/events';
import type { EventCodec } from '@spillway/streaming';
import { schemaAt, valueAt } from './at-pointer.js';
import { timeProblem } from './read-event-time.js';

/**
 * The data of an event as its contract wants it.
 *
 * @param pointer where the data stands in the body, for the pointers of the issues
 * @throws SpillwayError `SPW-3004` breaks the contract · `SPW-4057` a fraction for a whole number · `SPW-4051` a
 *   time that cannot be
 */
export function readEventData<T>(
  json: unknown,
  definition: EventDefinition<T>,
  context: { readonly codec: EventCodec; readonly nowMs: number; readonly pointer: string },
): T {
  const payload = parse(json, definition, context);
  const issues = Object.entries(payload as Readonly<Record<string, unknown>>).flatMap(([name, value]) => {
    const problem = value instanceof Date ? timeProblem(value, context.nowMs) : undefined;
    return problem === undefined ? [] : [{ pointer: `${context.pointer}/${name}`, detail: problem }];
  });
  if (issues.length > 0) throw new SpillwayError('SPW-4051', 'A time in the data is not plausible', { issues });
  return payload;
}

function parse<T>(
  json: unknown,
  definition: EventDefinition<T>,
  { codec, pointer }: { readonly codec: EventCodec; readonly pointer: string },
): T {
  try {
    return codec.parseJson(definition, json);
  } catch (error) {
    if (!isSpillwayError(error, 'SPW-3004')) throw error;
    const inexact = error.issues.filter((issue) => isInexact(json, definition.schema, issue.pointer));
    const { code, message } =
      inexact.length > 0 ? { code: 'SPW-4057' as const, message: 'A whole number is asked for' } : error;
    const issues = (inexact.length > 0 ? inexact : error.issues).map((issue) => ({
      ...issue,
      pointer: pointer + issue.pointer,
    }));
    throw new SpillwayError(code, message, { issues, cause: error });
  }
}

/** A number with a fraction where the contract has a whole one: taking it over would mean rounding it. */
function isInexact(json: unknown, schema: AvroSchema, pointer: string): boolean {
  const value = valueAt(json, pointer);
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return false;
  const type = schemaAt(schema, pointer);
  return type === 'int' || type === 'long';
}
