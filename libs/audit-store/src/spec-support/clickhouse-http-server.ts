import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { AuditConnections } from '../connection/audit-connections.js';

export interface ClickHouseHttpServer {
  readonly url: string;
  /** Answers with this status and closes nothing, until it is called with undefined. */
  failWith(status: number | undefined): void;
  close(): Promise<void>;
}

/** The HTTP interface of a ClickHouse server, as far as the official client uses it, on the embedded engine: for specs without a server. */
export async function clickHouseHttpServer(engine: AuditConnections): Promise<ClickHouseHttpServer> {
  let failure: number | undefined;
  const server: Server = createServer((request, response) => {
    const answered = failure === undefined ? answer(engine, request, response) : refuse(request, response, failure);
    answered.catch((error: Error) => response.writeHead(500).end(`Code: 1. DB::Exception: ${error.message} (FAILED)`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failWith: (status) => {
      failure = status;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function refuse(request: IncomingMessage, response: ServerResponse, status: number): Promise<void> {
  await buffer(request);
  response.writeHead(status).end('Code: 210. DB::Exception: down (NETWORK_ERROR)');
}

async function answer(engine: AuditConnections, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const body = await buffer(request);
  const query = searchParams.get('query') ?? body.toString();
  const parameters = [...searchParams].filter(([name]) => name.startsWith('param_'));
  const query_params = Object.fromEntries(parameters.map(([name, value]) => [name.slice('param_'.length), value]));
  if (searchParams.has('query') && body.length > 0) {
    const file = join(engine.stagingDir!, 'body.bin');
    writeFileSync(file, body);
    await engine.writer.command({ query: query.replace(' SETTINGS', ` FROM INFILE '${file}' SETTINGS`), query_params });
    response.end();
    return;
  }
  const { stream } = await engine.reader.exec({ query, query_params });
  response.end(await buffer(stream));
}
