import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';

export interface JsonClient {
  /** The JSON of an answer with status 200. */
  get<T>(path: string): Promise<T>;
  close(): void;
}

/** Over one connection that is kept, like the bare client's, and without what `fetch` does beside that. */
export function jsonClient(url: string): JsonClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    get: async <T>(path: string) => {
      const [response] = (await once(get(`${url}${path}`, { agent }), 'response')) as [IncomingMessage];
      const body = await json(response);
      if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode} ${JSON.stringify(body)}`);
      return body as T;
    },
    close: () => agent.destroy(),
  };
}
