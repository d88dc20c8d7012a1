import { describe, expect, it } from '@jest/globals';
import { Returned, shopTopic, Sold } from '@spillway/testing';
import { defineGroup } from '../group/group-definition.js';
import { exponential } from '../retry/tiers/retry-policy.js';
import { groupManifest } from './group-manifest.js';

const handlers = [{ name: 'CountStock', definitions: [Sold] }];
const define = (more: object) =>
  defineGroup('stock', {
    startFrom: 'beginning',
    topics: { [shopTopic]: { ordering: 'key', ignore: [Returned], ...more } },
  });

describe('groupManifest', () => {
  it('names handlers, what is ignored, and where records wait', () => {
    const retry = exponential({ initialMs: 1_000, factor: 10, maxMs: 10_000 });
    expect(groupManifest(define({ retry }), handlers)).toEqual({
      group: 'stock',
      topics: [
        {
          topic: shopTopic,
          ordering: 'key',
          ignores: [Returned.type],
          retryTopics: [`${shopTopic}.stock.retry.1s`, `${shopTopic}.stock.retry.10s`],
          deadLetterTopic: `${shopTopic}.stock.dlq`,
        },
      ],
      handlers: [{ handler: 'CountStock', handles: [Sold.type] }],
      unreadable: 'dead-letter',
    });
  });

  it('names the topic by which dead letters come back where the group retries in place', () => {
    expect(groupManifest(define({}), handlers).topics[0]!.retryTopics).toEqual([`${shopTopic}.stock.redrive`]);
  });
});
