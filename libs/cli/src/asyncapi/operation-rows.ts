import { alignColumns } from '../tables/align-columns.js';
import type { AsyncApiDocument, Reference } from './async-api-document.js';

/** What an app sends to a topic, or a group of it receives. */
export interface OperationRow {
  readonly operation: string;
  readonly action: 'send' | 'receive';
  readonly topic: string;
  readonly events: readonly string[];
}

/** The operations of a document as rows, in its order. */
export function operationRows({ operations }: AsyncApiDocument): readonly OperationRow[] {
  return Object.entries(operations).map(([operation, { action, channel, messages }]) => {
    return { operation, action, topic: nameIn(channel), events: messages.map(nameIn) };
  });
}

export function operationScreen(rows: readonly OperationRow[]): string {
  if (rows.length === 0) return '';
  const cells = rows.map(({ operation, action, topic, events }) => [operation, action, topic, events.join(', ')]);
  return alignColumns(['OPERATION', 'ACTION', 'TOPIC', 'EVENTS'], cells);
}

/** The last part of `#/channels/retail.orders/messages/retail.orders.OrderPlaced`. */
function nameIn({ $ref }: Reference): string {
  return $ref
    .slice($ref.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}
