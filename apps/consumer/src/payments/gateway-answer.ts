import { z } from 'zod';

const shared = {
  paymentId: z.string().min(1).max(256),
  decidedAt: z.iso.datetime().transform((text) => new Date(text)),
};

/** What the gateway says about a payment; it may say more than is read here. */
export const paymentSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('captured'), ...shared }),
  z.object({ status: z.literal('declined'), reason: z.string().min(1).max(256), ...shared }),
]);

export type Payment = Readonly<z.output<typeof paymentSchema>>;

/** Every way in which the gateway can answer and mean it; failures are thrown. */
export type GatewayAnswer =
  | { readonly type: 'decided'; readonly payment: Payment }
  /** Not now, whichever order it is. */
  | { readonly type: 'busy'; readonly forMs?: number }
  /** The request is wrong, and would be again. */
  | { readonly type: 'refused'; readonly reason: string };
