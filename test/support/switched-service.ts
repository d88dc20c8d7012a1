import { startTcpProxy } from './tcp-proxy.js';

/** Stands before a service and can be turned off: then connections are refused and open ones break. */
export interface SwitchedService {
  readonly url: string;
  turnOff(): void;
  turnOn(): void;
  close(): Promise<void>;
}

/** @param url of the service, `http://host:port/…` */
export async function startSwitch(url: string): Promise<SwitchedService> {
  let isOn = true;
  const proxy = await startTcpProxy(
    url,
    (client, upstream) => {
      client.pipe(upstream);
      upstream.pipe(client);
    },
    () => isOn,
  );
  return {
    url: proxy.url,
    turnOff: () => {
      isOn = false;
      proxy.breakAll();
    },
    turnOn: () => {
      isOn = true;
    },
    close: () => proxy.close(),
  };
}
