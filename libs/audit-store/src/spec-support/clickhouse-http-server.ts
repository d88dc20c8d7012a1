import { randomUUID } from 'node:crypto';
import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
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
export async function clickHouseHttpServer(engine: AuditConnections, port = 0): Promise<ClickHouseHttpServer> {
  let failure: number | undefined;
  const server: Server = createServer((request, response) => {
    const answered = failure === undefined ? answer(engine, request, response) : refuse(request, response, failure);
    answered.catch((error: Error & { code?: string; type?: string }) => {
      const { code = '1', type = 'FAILED', message } = error;
      response.writeHead(500).end(`Code: ${code}. DB::Exception: ${message} (${type})`);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
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
  const body = await received(request);
  const query = searchParams.get('query') ?? body.toString();
  const parameters = [...searchParams].filter(([name]) => name.startsWith('param_'));
  const query_params = Object.fromEntries(parameters.map(([name, value]) => [name.slice('param_'.length), value]));
  if (searchParams.has('query') && body.length > 0) {
    const file = join(engine.stagingDir!, `body-${randomUUID()}.bin`);
    writeFileSync(file, body);
    try {
      const infile = query.replace(' SETTINGS', ` FROM INFILE '${file}' SETTINGS`);
      await engine.writer.command({ query: infile, query_params });
    } finally {
      unlinkSync(file);
    }
    response.end();
    return;
  }
  if (query.endsWith('FORMAT Parquet')) return answerWithFile(engine, query, query_params, response);
  const client = connectionOf(engine, query);
  const { stream } = await client.exec({ query, query_params });
  response.end(await buffer(stream));
}

/** A server answers while it merges, and while it is told to stop something. */
function connectionOf({ control, background, reader }: AuditConnections, query: string): AuditConnections['reader'] {
  if (query.includes('KILL QUERY')) return control;
  return query.includes('OPTIMIZE TABLE') ? background : reader;
}

/** A body that was cut is what arrived of it: the engine has to find out by itself. */
async function received(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
  }
  return Buffer.concat(chunks);
}

async function answerWithFile(
  engine: AuditConnections,
  query: string,
  query_params: Record<string, string>,
  response: ServerResponse,
): Promise<void> {
  const file = join(engine.stagingDir!, 'answer.parquet');
  await engine.reader.command({
    query: query.replace('FORMAT Parquet', `INTO OUTFILE '${file}' FORMAT Parquet`),
    query_params,
  });
  const counted = await engine.reader.query({
    query: `SELECT count() AS rows FROM file('${file}')`,
    format: 'JSONEachRow',
  });
  const [{ rows } = { rows: 0 }] = await counted.json<{ rows: number }>();
  const bytes = readFileSync(file);
  unlinkSync(file);
  response.writeHead(200, { 'x-clickhouse-summary': JSON.stringify({ result_rows: `${rows}` }) }).end(bytes);
}
