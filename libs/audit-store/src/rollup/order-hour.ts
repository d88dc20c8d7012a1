import { OrderCancelled, OrderPlaced } from '@spillway/events';

/** What counts by the time of the event. */
export const orderTypes = `type IN ('${OrderPlaced.type}', '${OrderCancelled.type}')`;

/** The hour at which an order counts: that of its own time, or of its record where it has none. */
export const orderHour = 'toStartOfHour(ifNull(eventTime, timestamp))';
