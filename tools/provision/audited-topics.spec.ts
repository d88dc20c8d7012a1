import { describe, expect, it } from '@jest/globals';
import { auditedTopics } from '@spillway/audit-app';
import { memoryRegistry } from '@spillway/codecs';
import { auditDeadLetterTopic } from '@spillway/events';
import { memoryTransport } from '@spillway/streaming';
import { provision } from './provision.ts';

describe('the audited topics', () => {
  it('are all that are provisioned, but for the holds, which repeat no event, and what the audit store refused', async () => {
    const { createdTopics } = await provision(memoryTransport(), memoryRegistry());
    const audited = createdTopics.filter((topic) => !topic.endsWith('.holds') && topic !== auditDeadLetterTopic);
    expect([...auditedTopics].toSorted()).toEqual(audited.toSorted());
  });
});
