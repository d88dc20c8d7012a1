import { randomUUID } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { SpillwayError } from '@spillway/events';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkRequest } from './request-checks.js';
import { handleClientError } from './client-error-handler.js';
import { handleConnect } from './handle-connect.js';
import { handleExpectation } from './handle-expectation.js';
import type { HttpOptions } from './http-config.js';
import { registerJsonBodyParsers } from './json-body-parsers.js';
import { problemDocument } from './problem-document.js';
import { RouteTable } from './route-table.js';
import { setSecurityHeaders } from './security-headers.js';
import { sendProblem } from './send-problem.js';
import { toRequestError } from './to-request-error.js';

const maxHeaderBytes = 16 * 1024;
const exemptFromRateLimit = /^\/(?:health(?:\/|$|\?)|metrics(?:$|\?))/;

export interface HttpEdge {
  readonly adapter: FastifyAdapter;
  readonly routes: RouteTable;
}

/** A Fastify server with this toolkit's rules for input, before any route of the app exists. */
export async function createFastifyAdapter(options: HttpOptions): Promise<HttpEdge> {
  const requestTimeoutMs = options.requestTimeoutMs ?? 30_000;
  const adapter = new FastifyAdapter({
    // The address in X-Forwarded-For is whatever the client wrote there.
    trustProxy: false,
    bodyLimit: options.bodyLimitBytes ?? 1024 * 1024,
    requestTimeout: requestTimeoutMs,
    http: {
      maxHeaderSize: maxHeaderBytes,
      // Checked in checkRequest, where the answer is a problem document.
      requireHostHeader: false,
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(5_000, Math.ceil(requestTimeoutMs / 4)),
    },
    routerOptions: { maxParamLength: 512 },
    forceCloseConnections: 'idle',
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    clientErrorHandler: handleClientError,
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      const failure = toRequestError(error);
      // The router answers these before any hook runs.
      setSecurityHeaders(request, reply);
      sendProblem(reply, problemDocument(failure.error, request.id, failure));
    },
    logger: false,
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  fastify.server.on('checkExpectation', handleExpectation);
  fastify.server.on('connect', handleConnect);
  const routes = new RouteTable();
  fastify.addHook('onRoute', (route) => routes.add(route.url, [route.method].flat()));
  registerJsonBodyParsers(fastify, options.bodyLimitBytes ?? 1024 * 1024);
  fastify.addHook('onRequest', async (request, reply) => {
    setSecurityHeaders(request, reply);
    checkRequest(request);
  });
  await limitRate(fastify, options.rateLimitPerMinute ?? 120_000);
  fastify.addHook('preValidation', async (request) => requireBody(request));
  return { adapter, routes };
}

async function limitRate(fastify: FastifyInstance, perMinute: number): Promise<void> {
  if (perMinute === 0) return;
  await fastify.register(rateLimit, {
    global: false,
    max: perMinute,
    timeWindow: 60_000,
    allowList: (request: FastifyRequest) => exemptFromRateLimit.test(request.url),
    errorResponseBuilder: (_request, context) =>
      new SpillwayError('SPW-4012', `More than ${context.max} requests per minute came from this address`, {
        context: { limitPerMinute: context.max },
      }),
  });
  // As a hook of the server, so that unknown paths count too.
  fastify.addHook('onRequest', fastify.rateLimit());
}

/** Fastify lets a request without a body and Content-Type through to the handler. */
function requireBody(request: FastifyRequest): void {
  if (request.is404 || !['POST', 'PUT', 'PATCH'].includes(request.method) || request.body !== undefined) return;
  const { bodyless } = request.routeOptions.config as { bodyless?: boolean };
  if (bodyless !== true) throw new SpillwayError('SPW-4001', 'The body is empty');
}
