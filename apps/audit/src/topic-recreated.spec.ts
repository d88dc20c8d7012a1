import { expect, it } from '@jest/globals';
import { memoryTransport } from '@spillway/streaming';
import { storeRecreatedTopic } from '../../../test/support/audit-proof/store-recreated-topic.js';

it('keeps a topic that is recreated while it runs apart from what it was, both whole', async () => {
  const transport = memoryTransport();
  const makeAgain = async (name: string, write: () => Promise<void>): Promise<void> => {
    transport.log.deleteTopic(name);
    await transport.admin().ensureTopics([{ name, partitions: 1 }]);
    await write();
  };
  const { kept, records, findings } = await storeRecreatedTopic(transport, makeAgain, [5]);
  expect(kept).toEqual([
    ['life-0-0@0', 'life-0-1@1', 'life-0-2@2'],
    ['life-1-0@0', 'life-1-1@1', 'life-1-2@2', 'life-1-3@3', 'life-1-4@4'],
  ]);
  expect({ records, findings }).toEqual({ records: 8, findings: [] });
}, 90_000);
