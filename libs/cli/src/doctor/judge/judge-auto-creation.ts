import { isSpillwayError } from '@spillway/events';
import type { BrokerSetting } from '@spillway/kafka';
import { hideSecrets } from '../../output/hide-secrets.js';
import { skipped, warning, type CheckResult } from '../check.js';
import { counted } from '../../output/counted.js';

/**
 * Whether a name that nobody planned becomes a topic for being asked about: with the brokers' own defaults.
 *
 * @param told what the brokers say, or why they do not: that takes nothing away from what is known of topics
 */
export function judgeAutoCreation(told: PromiseSettledResult<readonly BrokerSetting[]>): readonly CheckResult[] {
  if (told.status === 'rejected') return [skipped(untold(told.reason))];
  const making = told.value.filter(({ value }) => value === 'true').map(({ broker }) => broker);
  if (making.length === 0) return [];
  const which = `${counted(making.length, 'broker')} (${making.join(', ')})`;
  return [
    warning(
      `auto.create.topics.enable=true on ${which}: a mistyped name becomes a topic that no plan made`,
      'Set auto.create.topics.enable=false in the properties of each and start them anew, one after the other; topics are made by npx spillway topics apply.',
    ),
  ];
}

function untold(error: unknown): string {
  if (isSpillwayError(error, 'SPW-1102')) return 'may not ask brokers for auto.create.topics.enable';
  const why = isSpillwayError(error) ? `${error.code} ${error.message}` : String(error);
  return `brokers did not say auto.create.topics.enable: ${hideSecrets(why)}`;
}
