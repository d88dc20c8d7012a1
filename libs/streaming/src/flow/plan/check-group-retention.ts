import type { LogAdmin } from '../../ports/log-admin.js';
import type { Logger } from '../../ports/logger.js';
import { keptInTier } from '../../retry/tiers/kept-in-tier.js';
import { shortRetention } from '../../retry/tiers/short-retention.js';
import { topicWouldLose } from '../../retry/tiers/topic-would-lose.js';
import { readableSettings, type Settings } from './readable-settings.js';
import type { TopicPlan } from './topic-plan.js';

/**
 * Whether the topics of a group keep what they have to: retry topics for their delay and an outage, dead letters for an
 * outage at least, and neither by size or by key; the holds for ever. A topic whose settings this client may not see is
 * not checked, with a warning; one that is missing is left alone.
 *
 * @param outageMs how long the group may be away without losing what waits
 * @throws SpillwayError `SPW-5024`, naming the setting · `SPW-1101` the log does not answer
 */
export async function checkGroupRetention(
  admin: Pick<LogAdmin, 'settings'>,
  plans: readonly TopicPlan[],
  { outageMs, logger }: { readonly outageMs: number; readonly logger: Logger },
): Promise<void> {
  for (const { tiers, holds, deadLetters } of plans) {
    for (const { topic, delayMs } of tiers) {
      const problem = whatIsLost(await readableSettings(admin, topic, logger), delayMs + outageMs);
      refuse(topic, keptInTier(delayMs, outageMs), problem);
    }
    refuse(deadLetters, 'dead letters', whatIsLost(await readableSettings(admin, deadLetters, logger), outageMs));
    if (holds !== undefined)
      refuse(holds, 'which keys are held', whatFreesKeys(await readableSettings(admin, holds, logger)));
  }
}

/** The setting, as it is and as it has to be; undefined when it keeps enough. A setting that is not known says nothing. */
function whatIsLost(settings: Settings, neededMs: number): string | undefined {
  const short = shortRetention(numberOf(settings, 'retention.ms'), neededMs);
  if (short !== undefined) return short;
  const retentionBytes = numberOf(settings, 'retention.bytes');
  if (retentionBytes >= 0) return `retention.bytes=${retentionBytes}; it must be -1`;
  const policy = settings['cleanup.policy'] ?? 'delete';
  return policy.includes('compact') ? `cleanup.policy=${policy}; it must be delete` : undefined;
}

function whatFreesKeys(settings: Settings): string | undefined {
  const policy = settings['cleanup.policy'] ?? 'compact';
  return policy === 'compact' ? undefined : `cleanup.policy=${policy}; it must be compact`;
}

function numberOf(settings: Settings, name: string): number {
  return Number(settings[name] ?? -1);
}

function refuse(topic: string, kept: string, problem: string | undefined): void {
  if (problem !== undefined) throw topicWouldLose(topic, kept, problem);
}
