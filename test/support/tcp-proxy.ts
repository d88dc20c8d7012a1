import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

export interface TcpProxy {
  /** Of the service as it is reached through here. */
  readonly url: string;
  /** Breaks every connection that is open. */
  breakAll(): void;
  close(): Promise<void>;
}

/**
 * Stands before a service; when one end of a connection breaks, the other does.
 *
 * @param url  of the service, `http://host:port/…`
 * @param pass what becomes of a new connection's bytes
 * @param mayConnect asked for each connection; without it each may
 */
export async function startTcpProxy(
  url: string,
  pass: (client: Socket, upstream: Socket) => void,
  mayConnect: () => boolean = () => true,
): Promise<TcpProxy> {
  const target = new URL(url);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    if (!mayConnect()) return void client.destroy();
    const upstream = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
    pass(client, upstream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const breakAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${target.pathname}`,
    breakAll,
    close: async () => {
      server.close();
      breakAll();
      await once(server, 'close');
    },
  };
}
