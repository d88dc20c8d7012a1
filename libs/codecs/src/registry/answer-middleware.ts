import type { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { basicAuthorization } from '@spillway/events';
import { askRegistry } from './ask-registry.js';

type ClientOptions = ConstructorParameters<typeof SchemaRegistry>[0];
export type RegistryMiddleware = NonNullable<ClientOptions['middlewares']>[number];

/**
 * Takes the transport out of the client's hands. By itself the client reports a dead network as status 400, has no
 * time-out, never settles when the connection dies within an answer, and lets the registry's error code go. Its paths,
 * encoding and authentication stay in use.
 */
export function answerMiddleware(timeoutMs: number): RegistryMiddleware {
  return () => ({
    response: async (_next, _renew, request) => {
      const body = request.body() as string | null | undefined;
      const headers = { ...textHeaders(request.headers()), ...basicAuthorization(request.auth()) };
      const call = { method: request.method().toUpperCase(), url: request.url(), headers, body: body ?? undefined };
      const data = await askRegistry(call, timeoutMs);
      // The client asks its answers for nothing but their data.
      return { data: () => data } as never;
    },
  });
}

function textHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
