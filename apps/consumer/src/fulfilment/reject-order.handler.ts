import { Injectable } from '@nestjs/common';
import { OrderRejected, PaymentDeclined } from '@spillway/events';
import { EventHandler } from '@spillway/nest';
import type { Delivery, Handler } from '@spillway/streaming';
import { fulfilment } from './fulfilment.group.js';

/** An order that is not paid is rejected and its stock given back, at the time of the refusal: a repeat publishes the same event. */
@Injectable()
@EventHandler(fulfilment, PaymentDeclined)
export class RejectOrder implements Handler<PaymentDeclined> {
  async handle(payment: PaymentDeclined, delivery: Delivery<PaymentDeclined>): Promise<void> {
    const { invoiceNo, customerId, reason, declinedAt: time, items } = payment;
    await delivery.publish(
      OrderRejected,
      { invoiceNo, customerId, reason, rejectedAt: time, items },
      { source: '/retail/fulfilment', time },
    );
  }
}
