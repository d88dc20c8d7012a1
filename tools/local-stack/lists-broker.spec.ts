import { afterEach, expect, it } from '@jest/globals';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { listsBroker } from './lists-broker.ts';

let server: Server;

afterEach(() => void server.close());

/** Metadata v1 as Kafka writes it: brokers with and without a rack, then what is not looked at. */
function metadata(brokers: readonly { id: number; rack?: string }[]): Buffer {
  const text = (value: string): Buffer => Buffer.concat([int(value.length, 2), Buffer.from(value)]);
  const list = brokers.map(({ id, rack }) =>
    Buffer.concat([int(id, 4), text('localhost'), int(9092, 4), rack === undefined ? int(-1, 2) : text(rack)]),
  );
  const body = Buffer.concat([int(1, 4), int(brokers.length, 4), ...list, int(1, 4), int(0, 4)]);
  return Buffer.concat([int(body.length, 4), body]);
}

function int(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntBE(value, 0, bytes);
  return buffer;
}

/** A broker that gives its answer in two parts. */
async function answering(answer: Buffer): Promise<number> {
  server = createServer((socket) =>
    socket.once('data', () => {
      socket.write(answer.subarray(0, 9));
      setTimeout(() => socket.end(answer.subarray(9)), 5);
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

it('finds a broker among those that are alive', async () => {
  const port = await answering(metadata([{ id: 1, rack: 'left' }, { id: 3 }]));
  expect(await Promise.all([1, 2, 3].map((id) => listsBroker('127.0.0.1', port, id)))).toEqual([true, false, true]);
});

it('takes a refused, cut or missing answer for no', async () => {
  const port = await answering(metadata([{ id: 1 }]).subarray(0, 14));
  expect(await listsBroker('127.0.0.1', port, 1)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await listsBroker('127.0.0.1', port, 1)).toBe(false);
});
