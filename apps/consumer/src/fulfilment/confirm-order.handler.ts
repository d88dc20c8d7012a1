import { Injectable } from '@nestjs/common';
import { OrderConfirmed, PaymentCaptured } from '@spillway/events';
import { EventHandler } from '@spillway/nest';
import type { Delivery, Handler } from '@spillway/streaming';
import { fulfilment } from './fulfilment.group.js';

/** An order that is paid is confirmed, at the time of its payment: a repeat publishes the same event. */
@Injectable()
@EventHandler(fulfilment, PaymentCaptured)
export class ConfirmOrder implements Handler<PaymentCaptured> {
  async handle(payment: PaymentCaptured, delivery: Delivery<PaymentCaptured>): Promise<void> {
    const { invoiceNo, customerId, paymentId, capturedAt: time } = payment;
    await delivery.publish(
      OrderConfirmed,
      { invoiceNo, customerId, paymentId, confirmedAt: time },
      { source: '/retail/fulfilment', time },
    );
  }
}
