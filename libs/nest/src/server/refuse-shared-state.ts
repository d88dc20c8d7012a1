import { SpillwayError } from '@spillway/events';
import type { LogAdmin } from '@spillway/streaming';

/**
 * Guards a group whose state lives inside this process: it must be the only member. Asked once, when this member comes
 * in: later assignments mean that another came, and that one refuses itself.
 *
 * @throws SpillwayError `SPW-6003` from the returned function, which is a consumer's `onAssigned`
 */
export function refuseSharedState(admin: LogAdmin, groupId: string): () => Promise<void> {
  let isAlone = false;
  return async () => {
    if (isAlone) return;
    const members = await admin.members(groupId);
    if (members > 1) {
      throw new SpillwayError(
        'SPW-6003',
        `Group ${groupId} has ${members} members, but this one keeps its state in its own folder`,
        { context: { groupId, members } },
      );
    }
    isAlone = true;
  };
}
