import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const maxConnections = 1_024;
const graceMs = 2_000;
const retryMs = 100;

/** The listening socket, which an outage may take away and bring back. */
export class Listener {
  readonly #server: Server;
  readonly #host: string;
  readonly #closing = new AbortController();
  #port = 0;

  constructor(host: string, onRequest: (request: IncomingMessage, response: ServerResponse) => void) {
    this.#host = host;
    this.#server = createServer({ requestTimeout: 10_000 }, onRequest);
    this.#server.maxConnections = maxConnections;
  }

  get port(): number {
    return this.#port;
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host: this.#host, port }, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Nobody listens for this long, then on the same port again. */
  async goAwayFor(forMs: number): Promise<void> {
    this.#server.close();
    await sleep(forMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    while (!this.#closing.signal.aborted && !(await this.#listenAgain())) await sleep(retryMs);
  }

  /** Somebody else may have taken the port meanwhile: it is ours again when they are gone. */
  #listenAgain(): Promise<boolean> {
    return this.listen(this.#port).then(
      () => true,
      () => false,
    );
  }

  /** Lets what is being answered finish, for a moment. */
  async close(): Promise<void> {
    this.#closing.abort();
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeIdleConnections();
    await Promise.race([closed, sleep(graceMs, undefined, { ref: false })]);
    this.#server.closeAllConnections();
    await closed;
  }
}
