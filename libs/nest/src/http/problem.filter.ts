import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { SpillwayError } from '@spillway/events';
import type { Logger } from '@spillway/streaming';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemDocument } from './problem-document.js';
import type { RouteTable } from './route-table.js';
import { sendProblem } from './send-problem.js';
import { toRequestError, type RequestError } from './to-request-error.js';

/** Turns everything a request can throw, the framework's own errors included, into a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly routes: RouteTable,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw thrown;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (hasLeft(thrown, request)) {
      this.logger.debug({ requestId: request.id }, 'The client left before its answer');
      return;
    }
    const failure = request.is404 ? this.notRouted(request, reply) : toRequestError(thrown);
    this.log(failure, request);
    // After a malformed request nobody can be sure where the next one begins.
    if (failure.error.code === 'SPW-4000') void reply.header('connection', 'close');
    sendProblem(reply, problemDocument(failure.error, request.id, failure));
  }

  private notRouted(request: FastifyRequest, reply: FastifyReply): RequestError {
    const allowed = this.routes.allowedMethods(request.url.split('?', 1)[0] ?? '/');
    if (allowed.length === 0) {
      return { error: new SpillwayError('SPW-4004', 'No route has this path'), unexpected: false };
    }
    void reply.header('allow', allowed.join(', '));
    const detail = `This path allows ${allowed.join(', ')}`;
    return { error: new SpillwayError('SPW-4005', detail), unexpected: false };
  }

  private log(failure: RequestError, request: FastifyRequest): void {
    const { error } = failure;
    const route = request.routeOptions.url;
    const fields = { requestId: request.id, errorCode: error.code, method: request.method, route, ...error.context };
    if (failure.unexpected)
      this.logger.error({ ...fields, err: error.cause ?? error }, 'Request failed inside the app');
    else if (error.status >= 500) this.logger.warn({ ...fields, reason: error.message }, 'Request could not be served');
    else if (error.code === 'SPW-4011') this.logger.warn(fields, 'A secret came in a query string: treat it as leaked');
    else this.logger.debug(fields, 'Request refused');
  }
}

/** Work that was given up because nobody waits for it is no failure. */
function hasLeft(thrown: unknown, request: FastifyRequest): boolean {
  return request.raw.socket.destroyed && (thrown as Error | undefined)?.name === 'AbortError';
}
