import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** What the main job must come to for given input; counted without a line of the product's code. */
export interface RetailCount {
  readonly lines: number;
  readonly orders: number;
  /** Contract name → number of orders. */
  readonly types: Readonly<Record<string, number>>;
  /** Of the sales: paid, or declined because there was nothing to pay or more than the gateway's limit. */
  readonly payments: { readonly captured: number; readonly declined: number };
  /** StockCode → Σ quantity of adjustments − Σ quantity of sales and cancellations + Σ quantity of declined sales. */
  readonly positions: ReadonlyMap<string, number>;
  /** `day country` → Σ quantity × price of sales (declined ones, too: what was ordered) and cancellations, four fraction digits. */
  readonly revenue: ReadonlyMap<string, string>;
  /** `day country` → number of cancellations. */
  readonly cancellations: ReadonlyMap<string, number>;
  /** StockCode → what sales (declined ones, too) ordered of it: units, lines, Σ quantity × price with four fraction digits. */
  readonly products: ReadonlyMap<string, ProductCount>;
  /** First day and the day after the last. */
  readonly days: readonly [from: string, to: string];
}

export interface ProductCount {
  readonly quantity: number;
  readonly lines: number;
  readonly sold: string;
}

/** One invoice, with its lines as in the file. */
export interface RetailOrder {
  readonly invoiceNo: string;
  readonly type: string;
  readonly lines: readonly Line[];
}

type Line = Readonly<Record<string, string>>;

/** What the gateway captures at most: 5,000.00 pounds. */
const limitTenThousandths = 50_000_000n;

/** Reads clean files of the real input: one invoice never stands in two of them. */
export function countRetail(files: readonly string[]): RetailCount {
  const lines = files.flatMap(readLines);
  const orders = Map.groupBy(lines, (line) => line['InvoiceNo']!);
  const types: Record<string, number> = {};
  const positions = new Map<string, number>();
  const tenThousandths = new Map<string, bigint>();
  const payments = { captured: 0, declined: 0 };
  for (const order of orders.values()) {
    const type = typeOf(order);
    types[`retail.orders.${type}`] = (types[`retail.orders.${type}`] ?? 0) + 1;
    const { InvoiceDate: time, Country: country } = order[0]!;
    const isDeclined = type === 'OrderPlaced' && !isPaid(order);
    if (type === 'OrderPlaced') payments[isDeclined ? 'declined' : 'captured'] += 1;
    const place = `${time!.slice(0, 10)} ${country}`;
    for (const { StockCode: code, Quantity: quantity, UnitPrice: price } of order) {
      // Taken out and given back.
      const sign = isDeclined ? 0 : type === 'StockAdjusted' ? 1 : -1;
      positions.set(code!, (positions.get(code!) ?? 0) + sign * Number(quantity));
      if (type === 'StockAdjusted') continue;
      tenThousandths.set(place, (tenThousandths.get(place) ?? 0n) + BigInt(quantity!) * toTenThousandths(price!));
    }
  }
  const days = lines.map((line) => line['InvoiceDate']!.slice(0, 10)).sort();
  return {
    lines: lines.length,
    orders: orders.size,
    types,
    payments,
    positions,
    ...countSales([...orders.values()]),
    revenue: new Map([...tenThousandths].map(([place, amount]) => [place, toDecimal(amount)])),
    days: [days[0]!, dayAfter(days.at(-1)!)],
  };
}

function countSales(orders: readonly (readonly Line[])[]): Pick<RetailCount, 'cancellations' | 'products'> {
  const cancellations = new Map<string, number>();
  const products = new Map<string, { quantity: number; lines: number; sold: bigint }>();
  for (const order of orders) {
    const type = typeOf(order);
    const { InvoiceDate: time, Country: country } = order[0]!;
    const place = `${time!.slice(0, 10)} ${country}`;
    if (type === 'OrderCancelled') cancellations.set(place, (cancellations.get(place) ?? 0) + 1);
    if (type !== 'OrderPlaced') continue;
    for (const { StockCode: code, Quantity: quantity, UnitPrice: price } of order) {
      const product = products.get(code!) ?? { quantity: 0, lines: 0, sold: 0n };
      product.quantity += Number(quantity);
      product.lines += 1;
      product.sold += BigInt(quantity!) * toTenThousandths(price!);
      products.set(code!, product);
    }
  }
  const counted = [...products].map(([code, { sold, ...rest }]) => [code, { ...rest, sold: toDecimal(sold) }] as const);
  return { cancellations, products: new Map(counted) };
}

/** All invoices of the files, oldest first. */
export function readRetailOrders(files: readonly string[]): readonly RetailOrder[] {
  const orders = Map.groupBy(files.flatMap(readLines), (line) => line['InvoiceNo']!);
  return [...orders].map(([invoiceNo, lines]) => ({ invoiceNo, type: typeOf(lines), lines }));
}

function readLines(file: string): Line[] {
  const [header, ...rows] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split(/\r?\n/);
  const names = split(header!);
  return rows.map((row) => Object.fromEntries(split(row).map((value, column) => [names[column], value])));
}

/** Fields of one line; a field in quotes may hold commas and doubled quotes. */
function split(row: string): string[] {
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

function typeOf(order: readonly Line[]): string {
  if (order[0]!['InvoiceNo']!.startsWith('C')) return 'OrderCancelled';
  return order.every((line) => toTenThousandths(line['UnitPrice']!) === 0n) ? 'StockAdjusted' : 'OrderPlaced';
}

function isPaid(order: readonly Line[]): boolean {
  const amounts = order.map(({ Quantity, UnitPrice }) => BigInt(Quantity!) * toTenThousandths(UnitPrice!));
  const total = amounts.reduce((sum, amount) => sum + amount, 0n);
  return total > 0n && total <= limitTenThousandths;
}

function toTenThousandths(price: string): bigint {
  const [whole, fraction = ''] = price.replace('-', '').split('.');
  const amount = BigInt(whole! + fraction.padEnd(4, '0'));
  return price.startsWith('-') ? -amount : amount;
}

function toDecimal(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(5, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60 * 1_000).toISOString().slice(0, 10);
}
