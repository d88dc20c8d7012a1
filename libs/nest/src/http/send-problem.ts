import type { FastifyReply } from 'fastify';
import { problemMediaType, type ProblemDocument } from './problem-document.js';

/** Answers with a problem document. Does nothing when the client already has an answer. */
export function sendProblem(reply: FastifyReply, problem: ProblemDocument): void {
  if (reply.sent || reply.raw.headersSent) return;
  void reply.code(problem.status).type(problemMediaType).send(JSON.stringify(problem));
}
