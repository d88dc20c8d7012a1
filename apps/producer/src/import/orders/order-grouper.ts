import { isReadable, type CsvRecord } from '../csv/csv-record.js';
import { columns } from './columns.js';
import { parseOrderRow, type OrderRow } from './order-row.js';

export interface Reject {
  /** 1-based. */
  readonly line: number;
  readonly reason: string;
}

/** The lines of one invoice, in file order. */
export interface InvoiceLines {
  readonly invoiceNo: string;
  readonly firstLine: number;
  readonly rows: readonly OrderRow[];
}

/** What one file holds. */
export interface GroupedFile {
  /** Lines of data: without the header, if it is one. */
  readonly lines: number;
  /** Invoices, rejected ones included. */
  readonly orders: number;
  readonly rejectedOrders: number;
  /** Bad lines, in file order. */
  readonly rejects: readonly Reject[];
  /** Invoices without a bad line, in the order of their first lines. */
  readonly accepted: readonly InvoiceLines[];
}

interface OpenInvoice extends InvoiceLines {
  readonly rows: OrderRow[];
  rejected: boolean;
}

/** Groups the lines of one file by invoice; they need not be adjacent, so nothing is known before the file's end. */
export class OrderGrouper {
  private readonly invoices = new Map<string, OpenInvoice>();
  private readonly texts = new Map<string, string>();
  private readonly rejects: Reject[] = [];
  private lines = 0;
  private header: 'expected' | 'seen' | 'wrong' = 'expected';

  add(record: CsvRecord): void {
    if (this.header === 'expected') return this.readHeader(record);
    // Without the header nobody knows which column is which: one reject says so, guessing would make wrong events.
    if (this.header === 'wrong') return;
    this.lines += 1;
    if (!isReadable(record)) return this.reject(record.line, record.firstField, record.reason);
    const row = parseOrderRow(record);
    if ('reason' in row) return this.reject(record.line, record.fields[0]!, row.reason);
    this.invoice(record.fields[0]!, record.line).rows.push(this.shared(row));
  }

  /** How many lines were read so far. */
  get lineCount(): number {
    return this.lines;
  }

  finish(): GroupedFile {
    if (this.header === 'expected') this.rejectHeader(1);
    const invoices = [...this.invoices.values()];
    const accepted = invoices.filter(({ rejected }) => !rejected);
    return {
      lines: this.lines,
      orders: invoices.length,
      rejectedOrders: invoices.length - accepted.length,
      rejects: this.rejects,
      accepted,
    };
  }

  private readHeader(record: CsvRecord): void {
    const good = isReadable(record) && record.fields.join('\n') === columns.join('\n');
    if (good) this.header = 'seen';
    else this.rejectHeader(record.line);
  }

  private rejectHeader(line: number): void {
    this.header = 'wrong';
    this.lines += 1;
    this.rejects.push({ line, reason: `the first line is not the header ${columns.join(',')}; the file was not read` });
  }

  private reject(line: number, invoiceNo: string, reason: string): void {
    this.rejects.push({ line, reason });
    if (invoiceNo === '') return; // belongs to no order
    this.invoice(invoiceNo, line).rejected = true;
  }

  private invoice(invoiceNo: string, line: number): OpenInvoice {
    let invoice = this.invoices.get(invoiceNo);
    if (invoice === undefined) {
      invoice = { invoiceNo: this.text(invoiceNo), firstLine: line, rows: [], rejected: false };
      this.invoices.set(invoice.invoiceNo, invoice);
    }
    return invoice;
  }

  private shared(row: OrderRow): OrderRow {
    const { stockCode, description, quantity, unitPrice } = row.orderLine;
    return {
      customerId: row.customerId === null ? null : this.text(row.customerId),
      country: this.text(row.country),
      date: row.date,
      orderLine: {
        stockCode: this.text(stockCode),
        description: description === null ? null : this.text(description),
        quantity,
        unitPrice: this.text(unitPrice),
      },
    };
  }

  /** The same few codes, names and prices come again and again: one copy of each keeps a file of a million lines small. */
  private text(value: string): string {
    const known = this.texts.get(value);
    if (known !== undefined) return known;
    this.texts.set(value, value);
    return value;
  }
}
