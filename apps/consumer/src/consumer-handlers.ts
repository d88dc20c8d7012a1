import type { Type } from '@nestjs/common';
import { ConfirmOrder } from './fulfilment/confirm-order.handler.js';
import { RejectOrder } from './fulfilment/reject-order.handler.js';
import { UpdateInventory } from './inventory/update-inventory.handler.js';
import { CapturePayment } from './payments/capture-payment.handler.js';
import { UpdateRevenue } from './revenue/update-revenue.handler.js';

/** Every handler of this app: the module provides them, the manifest names them. */
export const consumerHandlers: readonly Type[] = [
  UpdateInventory,
  UpdateRevenue,
  CapturePayment,
  ConfirmOrder,
  RejectOrder,
];
