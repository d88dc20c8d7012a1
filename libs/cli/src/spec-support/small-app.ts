import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An app that answers each path with what it was given for it; 404 for others. Parameters are part of the path. */
export class SmallApp implements AsyncDisposable {
  readonly answers = new Map<string, unknown>();
  readonly asked: string[] = [];
  readonly #server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    this.asked.push(path);
    const answer = this.answers.get(path) ?? this.answers.get(path.replace(/\?.*$/, ''));
    const problem = { errorCode: 'SPW-5201', detail: `No group runs at ${path}` };
    response
      .writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json', connection: 'close' })
      .end(JSON.stringify(answer ?? problem));
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
