import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OneSchemaRegistry {
  readonly url: string;
  readonly schemaId: number;
  close(): void;
}

/** A registry that knows one schema: a registry client asks once and keeps the answer. */
export async function oneSchemaRegistry(schema: object): Promise<OneSchemaRegistry> {
  const server: Server = createServer((_, response) => {
    response.setHeader('content-type', 'application/vnd.schemaregistry.v1+json');
    response.end(JSON.stringify({ schema: JSON.stringify(schema) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, schemaId: 1, close: () => void server.close() };
}
