import type { EventDefinition } from '@spillway/events';
import type { EventCodec, LogAdmin } from '@spillway/streaming';

/**
 * Everything this app publishes has its topic and its contract before the app starts: nothing is created by use.
 *
 * @throws SpillwayError `SPW-1103` topic missing · `SPW-3005` contract not registered · `SPW-3003` registry not reached
 */
export async function checkTopicsAndContracts(
  definitions: readonly EventDefinition<never>[],
  admin: LogAdmin,
  codec: EventCodec,
): Promise<void> {
  const topics = new Set(definitions.map(({ topic }) => topic));
  await Promise.all([...topics].map((topic) => admin.ranges(topic)));
  await codec.warmUp(definitions);
}
