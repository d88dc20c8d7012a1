import type { GroupTopicStatus } from './system-status.ts';

const number = new Intl.NumberFormat('en');

/** What a group had to do besides handling, in words: retries, events held behind them, waiting for a dependency. */
export function troubles(topics: readonly GroupTopicStatus[]): readonly string[] {
  const sum = (pick: (topic: GroupTopicStatus) => number): number =>
    topics.reduce((total, topic) => total + pick(topic), 0);
  const retried = sum((topic) => topic.retried);
  const held = sum((topic) => topic.held);
  const suspendedMs = sum((topic) => topic.suspendedMs);
  return [
    ...(retried > 0 ? [`${number.format(retried)} retried`] : []),
    ...(held > 0 ? [`${number.format(held)} held`] : []),
    ...(suspendedMs > 0 ? [`suspended ${(suspendedMs / 1000).toFixed(1)} s over its partitions`] : []),
  ];
}
