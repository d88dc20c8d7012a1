import { SpanStatusCode, type Attributes, type Span } from '@opentelemetry/api';
import { isSpillwayError } from '@spillway/events';
import { otelNames } from './otel-names.js';

const unknownType = '_OTHER';
const systemCode = /^[A-Z][A-Z0-9_]{1,40}$/;

/** Marks a span as failed by what was thrown. Total: whatever can be thrown. */
export function markFailure(span: Span, error: unknown, eventName: string): void {
  const { type, facts } = describe(error);
  span.setAttribute(otelNames.errorType, type);
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.addEvent(eventName, { [otelNames.exceptionType]: type, ...facts });
}

function describe(error: unknown): { type: string; facts: Attributes } {
  try {
    if (!(error instanceof Error)) return { type: unknownType, facts: {} };
    const facts = { [otelNames.exceptionMessage]: text(error.message), [otelNames.exceptionStack]: text(error.stack) };
    return { type: errorType(error), facts };
  } catch {
    // Its own getters throw.
    return { type: unknownType, facts: {} };
  }
}

/** Few values, never input: our code, the system's code, or the class. */
function errorType(error: Error): string {
  if (isSpillwayError(error)) return error.code;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && systemCode.test(code)) return code;
  return error.constructor.name;
}

/** Errors may carry anything in their fields. */
function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 8_192).toWellFormed() : '';
}
