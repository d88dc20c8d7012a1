import { readRetailOrders, type RetailOrder } from '../../../test/support/retail-oracle.ts';
import { sampleDay } from '../../../test/support/input-files.ts';
import { generatedLog, type GenerateOptions } from './generated-log.ts';
import { insertGenerated, type CommandClient } from './insert-generated.ts';

/**
 * Fills `events` inside of ClickHouse with the records of the main topics: of three one is an order of the sample day, with
 * its payload as it is, one its payment and one its fulfilment.
 */
export async function generateEvents(client: CommandClient, options: GenerateOptions): Promise<void> {
  await client.command({
    query: `CREATE TABLE IF NOT EXISTS sample_orders (place UInt32, type String, key String, payload String)
      ENGINE = Memory`,
  });
  const orders = readRetailOrders([sampleDay]).filter(({ type }) => type !== 'StockAdjusted');
  for (const [place, order] of orders.entries()) {
    const query_params = { place, type: `retail.orders.${order.type}`, key: keyOf(order), payload: payloadOf(order) };
    const values = '{place:UInt32}, {type:String}, {key:String}, {payload:String}';
    await client.command({
      query: `INSERT INTO sample_orders SETTINGS async_insert = 0 SELECT ${values}`,
      query_params,
    });
  }
  await insertGenerated(client, insertRows, options, { count: options.rows, params: { orders: orders.length } });
  await client.command({ query: 'DROP TABLE sample_orders' });
}

const { topic, partition, offset, publishedAt, hash } = generatedLog;
const number = 'number';
const insertRows = `INSERT INTO events (topic, topicId, partition, offset, timestamp, timestampClamped, eventTime, key,
    eventId, type, source, schemaId, kind, value, payload, recordedAt)
  SELECT ${topic(number)}, 'bench', ${partition(number)}, ${offset(number)}, ${publishedAt(number)} AS published,
    false, published - toIntervalMillisecond(${hash(number, 'lateness')} % 5000),
    if(${hash(number, 'customer')} % 4 = 0, concat('invoice-', toString(intDiv(number, 3))), sample.key),
    concat('event-', toString(number)),
    [sample.type, 'retail.payments.PaymentCaptured', 'retail.fulfilment.OrderConfirmed'][number % 3 + 1],
    '/retail/import', number % 3 + 1, 'event', if(number % 3 = 0, substring(sample.payload, 1, 200), 'value'),
    if(number % 3 = 0, sample.payload, '{}'),
    published + toIntervalMillisecond(200 + ${hash(number, 'delay')} % 800)
  FROM numbers({start:UInt64}, {count:UInt64}) AS numbers
  INNER JOIN sample_orders AS sample ON toUInt32(${hash(number, 'order')} % {orders:UInt32}) = sample.place`;

function keyOf({ invoiceNo, lines }: RetailOrder): string {
  const customer = lines[0]!['CustomerID'];
  return customer === undefined || customer === '' ? `invoice-${invoiceNo}` : customer;
}

function payloadOf({ invoiceNo, lines }: RetailOrder): string {
  return JSON.stringify({
    invoiceNo,
    country: lines[0]!['Country'],
    lines: lines.map(({ StockCode: stockCode, Description: description, Quantity, UnitPrice: unitPrice }) => ({
      stockCode,
      description,
      quantity: Number(Quantity),
      unitPrice,
    })),
  });
}
