import type { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { SpillwayError } from '@spillway/events';
import { classifyAnswer } from './classify-answer.js';
import { fetchAnswer } from './fetch-answer.js';
import { registryUnavailable } from './registry-unavailable.js';

type ClientOptions = ConstructorParameters<typeof SchemaRegistry>[0];
export type RegistryMiddleware = NonNullable<ClientOptions['middlewares']>[number];

/** Thrown inside the client for "not found"; what was asked decides what that means. */
export class NotFoundAnswer extends Error {}

/**
 * Takes the transport out of the client's hands. By itself the client reports a dead network as status 400, has no
 * time-out, never settles when the connection dies within an answer, and lets the registry's error code go. Its paths,
 * encoding and authentication stay in use.
 */
export function answerMiddleware(timeoutMs: number): RegistryMiddleware {
  return () => ({
    response: async (_next, _renew, request) => {
      const url = request.url();
      const body = request.body() as string | null | undefined;
      const headers = { ...textHeaders(request.headers()), ...authorization(request.auth()) };
      const call = { method: request.method().toUpperCase(), url, headers };
      const answer = await fetchAnswer({ ...call, body: body ?? undefined }, timeoutMs);
      const result = classifyAnswer(answer);
      if (result.type === 'not-found') throw new NotFoundAnswer();
      if (result.type === 'refused') throw new SpillwayError('SPW-3007', `The registry refuses it: ${result.reason}`);
      if (result.type === 'unavailable') throw registryUnavailable(url, result.reason);
      // The client asks its answers for nothing but their data.
      return { data: () => result.data } as never;
    },
  });
}

function textHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function authorization(auth: { username?: string; password?: string } | undefined): Record<string, string> {
  if (auth?.username === undefined) return {};
  const pair = Buffer.from(`${auth.username}:${auth.password ?? ''}`).toString('base64');
  return { authorization: `Basic ${pair}` };
}
