import { isSpillwayError } from '@spillway/events';
import type { LogAdmin } from '../../ports/log-admin.js';
import type { Logger } from '../../ports/logger.js';

export type Settings = Readonly<Record<string, string>>;

/**
 * The settings of a topic; none, with a warning, where this client may not see them, and none of a topic that is missing.
 *
 * @throws SpillwayError `SPW-1101` the log does not answer
 */
export async function readableSettings(
  admin: Pick<LogAdmin, 'settings'>,
  topic: string,
  logger: Logger,
): Promise<Settings> {
  try {
    return await admin.settings(topic);
  } catch (error) {
    if (isSpillwayError(error, 'SPW-1103')) return {};
    if (!isSpillwayError(error, 'SPW-1102')) throw error;
    logger.warn({ topic, errorCode: error.code }, 'Its settings may not be seen: nobody knows whether it keeps enough');
    return {};
  }
}
