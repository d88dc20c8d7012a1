import { spillwayHeaders, type SpillwayError } from '@spillway/events';
import { controlHeaderError } from '../../retry/copies/control-header-error.js';

/** Why a copy is a dead letter whose epoch no take-over can have come to. */
export function forgedEpochError(): SpillwayError {
  return controlHeaderError({ forged: `${spillwayHeaders.epoch} is ahead of every take-over` });
}
