import { isSpillwayError, SpillwayError, attributeProblem } from '@spillway/events';
import { problemDocument, type ProblemDocument } from '@spillway/nest';
import type { AcceptedAnswer } from './ingest/accepted-answer.js';
import type { BatchItem } from './ingest/event-ingest.js';

/** One line of a 207 answer: `status` says which of the two it is. */
export type BatchItemAnswer =
  (AcceptedAnswer & { readonly status: 202 }) | (ProblemDocument & { readonly id?: string });

/** What a sender hears about one event of a batch. `event` is as sent, `requestId` finds the request in the log. */
export function batchItemAnswer(item: BatchItem, event: unknown, requestId: string): BatchItemAnswer {
  if ('answer' in item) return { status: 202, ...item.answer };
  const error = isSpillwayError(item.error)
    ? item.error
    : new SpillwayError('SPW-4020', 'Something failed inside the app', { cause: item.error });
  return { ...idOf(event), ...problemDocument(error, requestId) };
}

function idOf(event: unknown): { readonly id?: string } {
  const { id } = (event ?? {}) as { readonly id?: unknown };
  return attributeProblem(id) === undefined ? { id: id as string } : {};
}
