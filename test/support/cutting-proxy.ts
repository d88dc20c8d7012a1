import type { Socket } from 'node:net';
import { startTcpProxy } from './tcp-proxy.js';

/** `request`: half of what comes next, then nothing · `answer`: all of the request, and nothing of what is answered. */
export type Cut = 'request' | 'answer';

/** Stands before an HTTP service and cuts single requests. */
export interface CuttingProxy {
  readonly url: string;
  /** Cuts the next request whose first line fits; resolves when that has happened. */
  cutNext(cut: Cut, firstLine: RegExp): Promise<void>;
  close(): Promise<void>;
}

interface Order {
  readonly cut: Cut;
  readonly firstLine: RegExp;
  readonly done: () => void;
}

/** @param url of the service, `http://host:port` */
export async function startCuttingProxy(url: string): Promise<CuttingProxy> {
  const orders: Order[] = [];
  const take = (chunk: Buffer): Order | undefined => {
    const firstLine = chunk.toString('latin1', 0, chunk.indexOf('\r\n'));
    const index = orders.findIndex((order) => order.firstLine.test(firstLine));
    return index < 0 ? undefined : orders.splice(index, 1)[0];
  };
  const proxy = await startTcpProxy(url, (client, upstream) => pass(client, upstream, take));
  return {
    url: proxy.url,
    cutNext: (cut, firstLine) => new Promise((done) => orders.push({ cut, firstLine, done })),
    close: () => proxy.close(),
  };
}

function pass(client: Socket, upstream: Socket, take: (chunk: Buffer) => Order | undefined): void {
  let order: Order | undefined;
  client.on('data', (chunk: Buffer) => {
    order ??= take(chunk);
    if (order?.cut !== 'request') return void upstream.write(chunk);
    const bodyStart = chunk.indexOf('\r\n\r\n') + 4;
    const isHeadAlone = bodyStart === chunk.length;
    if (isHeadAlone) return void upstream.write(chunk);
    const end = bodyStart < 4 ? chunk.length >>> 1 : (bodyStart + chunk.length) >>> 1;
    upstream.write(chunk.subarray(0, end), () => client.destroy());
    order.done();
  });
  upstream.on('data', (chunk: Buffer) => {
    if (order?.cut !== 'answer') return void client.write(chunk);
    client.destroy();
    order.done();
  });
}
