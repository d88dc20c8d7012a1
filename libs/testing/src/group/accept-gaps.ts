import { isSpillwayError } from '@spillway/events';
import type { GroupMemberProcess } from './group-member-process.js';

interface World {
  readonly members: readonly GroupMemberProcess[];
  whileTimePasses<T>(work: Promise<T>): Promise<T>;
}

/** Does what an operator does about partitions that stand at a gap: they go on where the log does. */
export async function acceptGaps(world: World): Promise<void> {
  for (const { consumer, isCutOff } of world.members) {
    if (isCutOff) continue;
    const incidents = consumer.status().incidents ?? [];
    const isUnknown = incidents.some(({ resumeOffset }) => resumeOffset === undefined);
    const answers = isUnknown
      ? [() => consumer.startFrom('beginning')]
      : incidents.map(
          ({ topic, partition }) =>
            () =>
              consumer.acceptGap(topic, partition),
        );
    for (const answer of answers) await world.whileTimePasses(answer().catch(ignoreAnswered));
  }
}

/** It stands there no more, or cannot say so now: looked at again. */
function ignoreAnswered(error: unknown): void {
  if (!isSpillwayError(error)) throw error;
}
