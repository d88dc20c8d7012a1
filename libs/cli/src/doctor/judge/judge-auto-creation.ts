import type { BrokerSetting } from '@spillway/kafka';
import { warning, type CheckResult } from '../check.js';
import { counted } from '../../output/counted.js';

/** Whether a name that nobody planned becomes a topic for being asked about: with the brokers' own defaults. */
export function judgeAutoCreation(settings: readonly BrokerSetting[]): readonly CheckResult[] {
  const making = settings.filter(({ value }) => value === 'true').map(({ broker }) => broker);
  if (making.length === 0) return [];
  const which = `${counted(making.length, 'broker')} (${making.join(', ')})`;
  return [
    warning(
      `auto.create.topics.enable=true on ${which}: a mistyped name becomes a topic that no plan made`,
      'Set auto.create.topics.enable=false in the properties of each and start them anew, one after the other; topics are made by npx spillway topics apply.',
    ),
  ];
}
