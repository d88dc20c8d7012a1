import { PaymentCaptured, PaymentDeclined, type OrderPlaced } from '@spillway/events';
import { deadLetter, suspend, type Delivery, type Outcome } from '@spillway/streaming';
import type { Payment } from './gateway-answer.js';
import { idempotencyKey } from './idempotency-key.js';
import { orderAmount } from './order-amount.js';
import type { PaymentGatewayClient } from './payment-gateway.client.js';
import { paymentGateway } from './payment-gateway-name.js';

/** What this needs of a delivery. */
export type PlacedDelivery = Pick<Delivery<OrderPlaced>, 'event' | 'envelope' | 'publish'>;

/**
 * Has an order paid and publishes what the gateway decided. A gateway that asks to wait is an outage and pauses intake;
 * one that refuses the request will never take it: a dead letter.
 *
 * @throws PaymentGatewayError when it failed on this order, or did not answer in time: another attempt may do better ·
 *   the error of the network when it cannot be reached, which is an outage, too
 */
export async function capturePayment(
  delivery: PlacedDelivery,
  gateway: Pick<PaymentGatewayClient, 'capture'>,
  signal: AbortSignal,
): Promise<Outcome | void> {
  const { invoiceNo, lines } = delivery.event;
  const amount = orderAmount(lines);
  const answer = await gateway.capture(idempotencyKey(delivery.envelope), { invoiceNo, amount }, signal);
  if (answer.type === 'busy') return suspend(paymentGateway, { forMs: answer.forMs });
  if (answer.type === 'refused') return deadLetter(answer.reason);
  await publishPayment(delivery, amount, answer.payment);
}

/** The time is the gateway's, so that a repeat publishes the same event. */
async function publishPayment(delivery: PlacedDelivery, amount: string, payment: Payment): Promise<void> {
  const { invoiceNo, customerId, lines } = delivery.event;
  const { paymentId, decidedAt: time } = payment;
  const about = { invoiceNo, customerId, paymentId, amount };
  const attributes = { source: '/retail/payments', time };
  if (payment.status === 'captured') {
    await delivery.publish(PaymentCaptured, { ...about, capturedAt: time }, attributes);
    return;
  }
  const items = lines.map(({ stockCode, quantity }) => ({ stockCode, quantity }));
  const declined = { ...about, reason: payment.reason, declinedAt: time, items };
  await delivery.publish(PaymentDeclined, declined, attributes);
}
