import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { Body, Controller, Get, HttpCode, Module, Param, Post, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SpillwayError } from '@spillway/events';
import { silentLogger, type Logger } from '@spillway/streaming';
import { z } from 'zod';
import { createHttpApp } from '../admin/create-http-app.js';
import type { HttpOptions } from './http-config.js';
import { queryInteger } from './query-integer.js';
import { StrictQueryPipe } from './strict-query.pipe.js';

const query = z.object({ limit: queryInteger({ min: 1, max: 1_000 }).optional(), country: z.string().optional() });

/** Stands for any app: echoes what the edge let through. */
@Controller()
class EchoController {
  @Post('echo')
  @HttpCode(200)
  echo(@Body() body: unknown): { body: unknown } {
    return { body };
  }

  @Get('things/:id')
  thing(@Param('id') id: string): { id: string } {
    return { id };
  }

  @Get('search')
  search(@Query(new StrictQueryPipe(query)) parameters: z.output<typeof query>): unknown {
    return parameters;
  }

  @Get('misconfigured')
  misconfigured(): never {
    throw new SpillwayError('SPW-2004', 'Wrong: /etc/secrets/hunter2', {
      issues: [{ pointer: 'SPILLWAY_X_FILE', detail: 'names /etc/secrets/hunter2' }],
    });
  }

  @Get('broken')
  broken(): never {
    throw new TypeError('secret detail: password=hunter2');
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {}

export interface EdgeUnderTest {
  readonly app: NestFastifyApplication;
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** A real server on a free port of 127.0.0.1. */
export async function startEdge(
  http: Partial<HttpOptions> = {},
  logger: Logger = silentLogger,
): Promise<EdgeUnderTest> {
  const options = { name: 'edge', logger, http: { host: '127.0.0.1', port: 0, ...http }, openApi: { title: 'Edge' } };
  const app = await createHttpApp(EchoModule, options);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  return { app, port, url: `http://127.0.0.1:${port}`, close: () => app.close() };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly problem: { readonly errorCode?: string; readonly detail?: string; readonly status?: number };
  readonly closed: boolean;
}

/**
 * Writes these bytes to a socket and reads one answer. `chunks` may be endless; writing stops when the answer is there.
 */
export function rawRequest(
  port: number,
  chunks: Iterable<string | Buffer> | AsyncIterable<string | Buffer>,
  waitMs = 4_000,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    let closed = false;
    const socket = connect(port, '127.0.0.1');
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      if (received.length === 0) reject(new Error('no answer'));
      else resolve(parseAnswer(received, closed));
    };
    const timer = setTimeout(finish, waitMs);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      // A moment more, to see whether the server closes the connection.
      if (isComplete(received)) setTimeout(finish, 150);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      closed = true;
      finish();
    });
    void (async () => {
      for await (const chunk of chunks) {
        if (socket.destroyed || received.length > 0) return;
        socket.write(typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk);
      }
    })();
  });
}

function isComplete(received: Buffer): boolean {
  const text = received.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const length = /content-length: (\d+)/i.exec(text)?.[1];
  return end >= 0 && length !== undefined && received.length >= end + 4 + Number(length);
}

function parseAnswer(received: Buffer, closed: boolean): RawAnswer {
  const [head = '', ...rest] = received.toString('utf8').split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const body = rest.join('\r\n\r\n');
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: Object.fromEntries(
      lines.map((line) => line.split(/:\s*/, 2).map((part, i) => (i === 0 ? part.toLowerCase() : part))),
    ) as Record<string, string>,
    body,
    problem: body.startsWith('{') ? (JSON.parse(body) as RawAnswer['problem']) : {},
    closed,
  };
}

/** One POST over a real connection with exactly these headers. */
export function post(
  port: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        port,
        host: '127.0.0.1',
        path: '/echo',
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers as Record<string, string>,
            body: text,
            problem: text.startsWith('{') ? (JSON.parse(text) as RawAnswer['problem']) : {},
            closed: false,
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
