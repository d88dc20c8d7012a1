import { Inject, Injectable } from '@nestjs/common';
import { OrderPlaced } from '@spillway/events';
import { EventHandler } from '@spillway/nest';
import type { Delivery, Handler, HandlerContext, Outcome } from '@spillway/streaming';
import { PAYMENT_GATEWAY } from '../tokens.js';
import { capturePayment } from './capture-payment.js';
import type { PaymentGatewayClient } from './payment-gateway.client.js';
import { paymentGateway } from './payment-gateway-name.js';
import { payments } from './payments.group.js';

/** Has every order paid. */
@Injectable()
@EventHandler(payments, OrderPlaced, { dependencies: [paymentGateway] })
export class CapturePayment implements Handler<OrderPlaced> {
  constructor(@Inject(PAYMENT_GATEWAY) private readonly gateway: PaymentGatewayClient) {}

  /** @throws PaymentGatewayError · the error of the network */
  handle(_: OrderPlaced, delivery: Delivery<OrderPlaced>, { signal }: HandlerContext): Promise<Outcome | void> {
    return capturePayment(delivery, this.gateway, signal);
  }
}
