import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportStatus } from '@spillway/producer-app';

interface Producer {
  get(path: string): Promise<{ readonly body: unknown }>;
}

/** What `GET /import` says once the import has ended; rejects when it failed or does not end in time. */
export async function untilImported(producer: Producer, timeoutMs = 60_000): Promise<ImportStatus> {
  const endMs = Date.now() + timeoutMs;
  for (;;) {
    const status = (await producer.get('/import')).body as ImportStatus;
    if (status.state === 'done') return status;
    if (status.state === 'failed') throw new Error(`The import failed: ${status.error}`);
    if (Date.now() > endMs) throw new Error(`The import has not ended: ${JSON.stringify(status)}`);
    await sleep(50);
  }
}
