/** What the payments group calls the service that it cannot work without; handlers that name it share its breaker. */
export const paymentGateway = 'payment-gateway';
