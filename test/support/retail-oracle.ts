import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** What the main job must come to for given input; counted without a line of the product's code. */
export interface RetailCount {
  readonly lines: number;
  readonly orders: number;
  /** Contract name → number of orders. */
  readonly types: Readonly<Record<string, number>>;
  /** StockCode → Σ quantity of adjustments − Σ quantity of sales and cancellations. */
  readonly positions: ReadonlyMap<string, number>;
  /** `day country` → Σ quantity × price of sales and cancellations, four fraction digits. */
  readonly revenue: ReadonlyMap<string, string>;
  /** First day and the day after the last. */
  readonly days: readonly [from: string, to: string];
}

type Line = Readonly<Record<string, string>>;

/** Reads clean files of the real input: one invoice never stands in two of them. */
export function countRetail(files: readonly string[]): RetailCount {
  const lines = files.flatMap(readLines);
  const orders = Map.groupBy(lines, (line) => line['InvoiceNo']!);
  const types: Record<string, number> = {};
  const positions = new Map<string, number>();
  const tenThousandths = new Map<string, bigint>();
  for (const order of orders.values()) {
    const type = typeOf(order);
    types[`retail.orders.${type}`] = (types[`retail.orders.${type}`] ?? 0) + 1;
    const { InvoiceDate: time, Country: country } = order[0]!;
    const place = `${time!.slice(0, 10)} ${country}`;
    for (const { StockCode: code, Quantity: quantity, UnitPrice: price } of order) {
      const sign = type === 'StockAdjusted' ? 1 : -1;
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
    positions,
    revenue: new Map([...tenThousandths].map(([place, amount]) => [place, toDecimal(amount)])),
    days: [days[0]!, dayAfter(days.at(-1)!)],
  };
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
