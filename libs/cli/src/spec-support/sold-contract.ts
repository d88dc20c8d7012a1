import type { AppManifest, GroupManifest } from '@spillway/streaming';

/** A contract, some of its changes, and manifests of groups and apps that know it. */
export const [type, topic] = ['shop.orders.Sold', 'shop.orders'];
export const subject = `${topic}-${type}`;
export const file = 'schemas/shop/orders/sold/Sold.avsc';
export const sold = (...fields: readonly object[]) => ({ type: 'record', name: 'Sold', namespace: topic, fields });
export const item = { name: 'item', type: 'string' };
export const channel = (symbols: readonly string[], more: object = {}) => ({
  name: 'channel',
  type: { type: 'enum', name: 'Channel', symbols, ...more },
});
export const v1 = sold(item, { name: 'count', type: 'int' }, channel(['web']));
export const withField = sold(item, { name: 'count', type: 'int' }, channel(['web']), {
  ...{ name: 'note', type: 'string', default: '' },
});
export const withSymbol = sold(item, { name: 'count', type: 'int' }, channel(['web', 'shop']));
export const retyped = sold(item, { name: 'count', type: 'string' }, channel(['web']));

export const group = (
  name: string,
  { handles = [type], ignores = [] as string[], reads = topic } = {},
): GroupManifest => ({
  group: name,
  topics: [
    {
      ...{ topic: reads, ordering: 'key', ignores },
      ...{ retryTopics: [`${reads}.${name}.retry.10s`], deadLetterTopic: `${reads}.${name}.dlq` },
    },
  ],
  handlers: handles.length === 0 ? [] : [{ handler: 'Count', handles }],
  unreadable: 'dead-letter',
});
export const manifest = (app: string, groups: readonly GroupManifest[], schema: object = v1): AppManifest => ({
  ...{ app, groups },
  events: [{ type, topic, subject, schema: schema as never }],
});
