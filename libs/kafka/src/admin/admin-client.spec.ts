import { expect, it } from '@jest/globals';
import { AdminClient, type AdminCalls } from './admin-client.js';

/** Like kafkajs: a question connects anew when it finds its connection ended. */
function admins() {
  const open = new Set<number>();
  let made = 0;
  const create = (): AdminCalls => {
    const id = ++made;
    const connect = async () => void open.add(id);
    const listTopics = async () => (await connect(), []);
    const disconnect = async () => void open.delete(id);
    return { connect, disconnect, listTopics } as unknown as AdminCalls;
  };
  return { create, open, made: () => made };
}

it('ends the connection of a question that was under way when it was closed', async () => {
  const { create, open } = admins();
  const client = new AdminClient(create);
  const closed = Promise.withResolvers<void>();
  const asked = client.call('Listing topics', async (admin) => {
    await closed.promise;
    return admin.listTopics();
  });
  await client.close();
  closed.resolve();
  expect(await asked).toEqual([]);
  expect([...open]).toEqual([]);
});

it('does not try again on a new connection when it was closed meanwhile', async () => {
  const { create, open, made } = admins();
  const client = new AdminClient(create);
  await client.call('Listing topics', (admin) => admin.listTopics());
  const closed = Promise.withResolvers<void>();
  const asked = client.call('Listing topics', () => closed.promise);
  await client.close();
  closed.reject(new Error('Closed connection'));
  await expect(asked).rejects.toMatchObject({ code: 'SPW-1101' });
  expect([made(), ...open]).toEqual([1]);
});

it('asks nothing more once it is closed', async () => {
  const { create, made } = admins();
  const client = new AdminClient(create);
  await client.close();
  await expect(client.call('Listing topics', (admin) => admin.listTopics())).rejects.toThrow(
    'Listing topics failed: the transport is closed',
  );
  expect(made()).toBe(0);
});

it('throws a connection away that failed, and asks again on a new one', async () => {
  const { create, open, made } = admins();
  const client = new AdminClient(create);
  await client.call('Listing topics', (admin) => admin.listTopics());
  let asked = 0;
  const answer = await client.call('Listing topics', async (admin) => {
    if (asked++ === 0) throw new Error('of a topic that is gone');
    return admin.listTopics();
  });
  expect(answer).toEqual([]);
  expect([made(), ...open]).toEqual([2, 2]);
});
