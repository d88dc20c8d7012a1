import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { type ErrorIssue, pointerStep, SpillwayError } from '@spillway/events';
import type { z } from 'zod';

/**
 * Reads query parameters by a zod object: `@Query(new StrictQueryPipe(schema)) query: z.output<typeof schema>`.
 * Values arrive as text: use `queryInteger` for numbers. Unknown, repeated and structured (`a[b]=`) parameters are refused.
 *
 * @throws SpillwayError `SPW-4010` with one issue per parameter; values are not echoed
 */
export class StrictQueryPipe<S extends z.ZodObject> implements PipeTransform<unknown, z.output<S>> {
  constructor(private readonly schema: S) {}

  transform(query: unknown, _metadata?: ArgumentMetadata): z.output<S> {
    const values = (query ?? {}) as Readonly<Record<string, unknown>>;
    const issues = Object.entries(values).flatMap(([name, value]) => this.check(name, value));
    if (issues.length > 0) throw invalid(issues);
    const parsed = this.schema.safeParse({ ...values });
    if (parsed.success) return parsed.data as z.output<S>;
    throw invalid(parsed.error.issues.map((issue) => ({ pointer: `/${issue.path.join('/')}`, detail: issue.message })));
  }

  private check(name: string, value: unknown): ErrorIssue[] {
    const pointer = pointerStep(name.slice(0, 64).toWellFormed());
    if (!Object.hasOwn(this.schema.shape, name)) return [{ pointer, detail: 'is not a parameter of this route' }];
    if (typeof value !== 'string') return [{ pointer, detail: 'may be given once only' }];
    return [];
  }
}

/** Short form of `new StrictQueryPipe(schema)`. */
export function strictQuery<S extends z.ZodObject>(schema: S): StrictQueryPipe<S> {
  return new StrictQueryPipe(schema);
}

function invalid(issues: readonly ErrorIssue[]): SpillwayError {
  const names = issues.map((issue) => issue.pointer.slice(1)).join(', ');
  return new SpillwayError('SPW-4010', `Query parameters are not valid: ${names}`, { issues });
}
