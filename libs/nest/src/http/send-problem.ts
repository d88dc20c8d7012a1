import type { FastifyReply } from 'fastify';
import { problemMediaType, type ProblemDocument } from './problem-document.js';

/** When something that is down is worth another try; outages shorter than this are answered by the retries inside. */
const retryAfterSeconds = 5;

/** Answers with a problem document. Does nothing when the client already has an answer. */
export function sendProblem(reply: FastifyReply, problem: ProblemDocument): void {
  if (reply.sent || reply.raw.headersSent) return;
  if (problem.status === 503 && !reply.hasHeader('retry-after')) void reply.header('retry-after', retryAfterSeconds);
  void reply.code(problem.status).type(problemMediaType).send(JSON.stringify(problem));
}
