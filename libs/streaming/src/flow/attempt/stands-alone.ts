import { spillwayHeaders } from '@spillway/events';
import type { FlowItem } from '../item/flow-item.js';
import { outOfTime } from '../item/out-of-time.js';

/**
 * Whether a delivery is given to its batch handler alone: its call before ran out of time, and it may be why. Those that
 * were in that call with it are not to run out of time with it again.
 */
export function standsAlone({ ranOutOfTime, copy, record }: FlowItem): boolean {
  return ranOutOfTime || (copy !== undefined && String(record.headers[spillwayHeaders.errorCode]) === outOfTime);
}
