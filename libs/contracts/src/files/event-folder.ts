import { kebabCase } from './kebab-case.js';
import { namespaceOf, unqualified } from '../schema/full-name.js';

/** Where an event's contract lies below the folder of contracts: of `retail.orders.OrderPlaced` `retail/orders/order-placed`. */
export function eventFolder(fullName: string): string {
  return `${namespaceOf(fullName).replaceAll('.', '/')}/${kebabCase(unqualified(fullName))}`;
}
