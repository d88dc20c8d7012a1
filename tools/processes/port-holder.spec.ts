import { describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { findPortHolder, listeners } from './port-holder.ts';
import { requireFreePorts } from './require-free-ports.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1
   1: 0100007F:0BB8 0100007F:D2F0 01 00000000:00000000 00:00000000 00000000     0        0 4712 1
   2: 00000000:0BB9 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1`;

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('who holds a port', () => {
  it('is read from the listening sockets only', () => {
    expect(listeners(table, 3000)).toEqual(['4711']);
    expect(listeners(table, 3001)).toEqual(['4713']);
    expect(listeners(table, 3002)).toEqual([]);
  });

  onLinux('is named with the command that ends it', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      expect(findPortHolder(port)?.pid).toBe(process.pid);
      await expect(requireFreePorts(new Map([[port, 'producer']]))).rejects.toMatchObject({
        code: 'SPW-1003',
        message: expect.stringMatching(`^Port ${port} \\(producer\\) is in use by process ${process.pid} \\(.+\\)\\.$`),
        context: { fix: expect.stringContaining(`kill ${process.pid}`) },
      });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    await expect(requireFreePorts(new Map([[port, 'producer']]))).resolves.toBeUndefined();
  });
});
