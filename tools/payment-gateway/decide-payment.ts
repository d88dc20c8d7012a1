import { toTenThousandths } from './to-ten-thousandths.ts';

export type Decision =
  | { readonly status: 'captured' }
  | { readonly status: 'declined'; readonly reason: 'amount-not-positive' | 'above-limit' };

/**
 * The gateway's whole judgement: there must be something to pay, and at most the limit. It depends on nothing else, so
 * that anybody can tell beforehand which orders of an input are declined.
 *
 * @param amount exact decimal, as is `limit`
 */
export function decidePayment(amount: string, limit: string): Decision {
  const units = toTenThousandths(amount);
  if (units <= 0n) return { status: 'declined', reason: 'amount-not-positive' };
  if (units > toTenThousandths(limit)) return { status: 'declined', reason: 'above-limit' };
  return { status: 'captured' };
}
