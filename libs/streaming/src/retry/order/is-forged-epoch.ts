import { epochLimits } from './epoch-limits.js';

/** Whether no take-over can have come to the epoch, as the owner in epoch `own` can tell: whoever stopped for it would stop again. */
export function isForgedEpoch(epoch: number, own: number): boolean {
  return epoch >= epochLimits.met && epoch > own + epochLimits.missed;
}
