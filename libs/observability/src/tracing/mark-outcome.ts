import { SpanStatusCode, type Span } from '@opentelemetry/api';
import { otelNames } from './otel-names.js';

/** Outcomes that mean that the delivery is not done. */
const failures: ReadonlySet<unknown> = new Set(['retry-later', 'dead-letter', 'suspend']);

/** Marks a span by what a handler answered: an outcome, one for each delivery, or nothing. */
export function markOutcome(span: Span, answer: unknown): void {
  const outcomes: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
  const failure = outcomes.map(typeOf).find((type) => failures.has(type));
  span.setAttribute(otelNames.outcome, failure ?? 'completed');
  if (failure === undefined) return;
  span.setAttribute(otelNames.errorType, failure);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

function typeOf(outcome: unknown): string | undefined {
  const type = (outcome as { readonly type?: unknown } | null | undefined)?.type;
  return typeof type === 'string' ? type : undefined;
}
