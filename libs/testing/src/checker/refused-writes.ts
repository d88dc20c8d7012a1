import type { DeliveryHistory, DeliveryProblem } from './delivery-history.js';

/** What was refused is surely not in the log: whoever is told so may write it anew under another name. */
export function refusedWrites({ appends }: DeliveryHistory): readonly DeliveryProblem[] {
  return appends
    .filter(({ told, isWritten }) => told === 'refused' && isWritten)
    .map(({ member, topic }) => ({
      rule: 'refused means not written',
      detail: `${member} was told that a record was not written to ${topic}, but it lies there`,
    }));
}
