/** For apps with several transports: `@EventPattern('retail.orders.OrderPlaced', spillwayTransportId)`. */
export const spillwayTransportId = Symbol.for('spillway');
