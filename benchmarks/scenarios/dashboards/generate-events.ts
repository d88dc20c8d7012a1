import { readRetailOrders, type RetailOrder } from '../../../test/support/retail-oracle.ts';
import { sampleDay } from '../../../test/support/input-files.ts';

interface Client {
  command(statement: { readonly query: string; readonly query_params?: Record<string, unknown> }): Promise<unknown>;
}

export interface GenerateOptions {
  readonly rows: number;
  readonly rowsPerDay: number;
  readonly seed: number;
  /** When the newest record was published. */
  readonly endMs: number;
}

const rowsPerInsert = 250_000;
/** With statistics, like the inserts of the sink. */
const settings =
  'SETTINGS async_insert = 0, max_partitions_per_insert_block = 1000, materialize_statistics_on_insert = 1';
/** A hash of the row and a purpose, the same for the same seed. */
const hash = (purpose: string): string => `sipHash64(number, {seed:UInt64}, '${purpose}')`;

/**
 * Fills `events` inside of ClickHouse. Of three rows one is an order of the sample day, with its payload as it is, one
 * its payment and one its fulfilment; one in a hundred is written twice, as after a crash of the sink.
 */
export async function generateEvents(client: Client, options: GenerateOptions): Promise<void> {
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
  for (let start = 0; start < options.rows; start += rowsPerInsert) {
    const count = Math.min(rowsPerInsert, options.rows - start);
    for (const again of ['', 'WHERE number % 100 = 7']) {
      const params = { ...options, start, count, orders: orders.length, gapMs: 86_400_000 / options.rowsPerDay };
      await client.command({ query: `${insertRows} ${again} ${settings}`, query_params: params });
    }
  }
  await client.command({ query: 'DROP TABLE sample_orders' });
}

const insertRows = `INSERT INTO events (topic, topicId, partition, offset, timestamp, timestampClamped, eventTime, key,
    eventId, type, source, schemaId, kind, value, payload, recordedAt)
  SELECT ['retail.orders', 'retail.payments', 'retail.fulfilment'][number % 3 + 1], 'bench',
    intDiv(number, 3) % 12, intDiv(number, 36),
    fromUnixTimestamp64Milli(toInt64({endMs:Int64} - ({rows:UInt64} - number) * {gapMs:Float64}), 'UTC') AS published,
    false, published - toIntervalMillisecond(${hash('lateness')} % 5000),
    if(${hash('customer')} % 4 = 0, concat('invoice-', toString(intDiv(number, 3))), sample.key),
    concat('event-', toString(number)),
    [sample.type, 'retail.payments.PaymentCaptured', 'retail.fulfilment.OrderConfirmed'][number % 3 + 1],
    '/retail/import', number % 3 + 1, 'event', if(number % 3 = 0, substring(sample.payload, 1, 200), 'value'),
    if(number % 3 = 0, sample.payload, '{}'),
    published + toIntervalMillisecond(200 + ${hash('delay')} % 800)
  FROM numbers({start:UInt64}, {count:UInt64}) AS numbers
  INNER JOIN sample_orders AS sample ON toUInt32(${hash('order')} % {orders:UInt32}) = sample.place`;

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
