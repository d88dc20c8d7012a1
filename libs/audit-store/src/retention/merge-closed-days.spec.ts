import { expect, it } from '@jest/globals';
import type { AuditConnections } from '../connection/audit-connections.js';
import { ClientPool } from '../connection/client-pool.js';
import type { ReadRunner } from '../query/read-runner.js';
import { mergeClosedDays } from './merge-closed-days.js';

it('merges all days that it can, and fails with the first that it could not', async () => {
  const days = ['2026-03-03', '2026-03-02', '2026-03-01'];
  const merged: string[] = [];
  const command = async ({ query }: { readonly query: string }): Promise<void> => {
    const day = /PARTITION '([\d-]+)'/.exec(query)![1]!;
    if (day !== '2026-03-01') throw Object.assign(new Error(day), { code: '243', type: 'NOT_ENOUGH_SPACE' });
    merged.push(day);
  };
  const client = { command } as unknown as AuditConnections['control'];
  const rows = async () => days.map((day) => ({ tableName: 'events', day, parts: 2 }));
  const parts = {
    clients: { pools: { background: new ClientPool([client], 1) }, control: client, engineBytes: undefined },
    run: { rows } as unknown as ReadRunner,
    newId: () => 'id',
    nowMs: () => Date.UTC(2026, 2, 4),
  };
  await expect(mergeClosedDays(parts)).rejects.toMatchObject({ code: 'SPW-7012', cause: { message: '2026-03-03' } });
  expect(merged).toEqual(['2026-03-01']);
});
