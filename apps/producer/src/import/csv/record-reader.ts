import { isUtf8 } from 'node:buffer';
import { parseFields } from './parse-fields.js';
import type { CsvRecord } from './csv-record.js';
import type { RawLine } from './raw-line.js';

/** A quoted field may run over this many lines; beyond, its quote counts as a slip of its first line. */
const maxLinesPerRecord = 8;

interface TextLine {
  readonly line: number;
  readonly text: string;
}

/**
 * Makes records of lines. A record is one line, or several when a quoted field holds line ends. A quote that is never
 * closed spoils its own line only: the lines after it are read again by themselves.
 */
export class RecordReader {
  private open: TextLine[] = [];

  constructor(private readonly columns: number) {}

  /** The records completed by this line. */
  push(raw: RawLine): CsvRecord[] {
    const reason = unreadable(raw);
    if (reason === undefined) return this.pushText({ line: raw.line, text: raw.bytes.toString('utf8') });
    return [...this.end(), { line: raw.line, firstField: firstField(raw.bytes.toString('latin1')), reason }];
  }

  /** What is still open when the file ends. */
  end(): CsvRecord[] {
    const records: CsvRecord[] = [];
    while (this.open.length > 0) records.push(...this.giveUpFirst());
    return records;
  }

  private pushText(line: TextLine): CsvRecord[] {
    if (this.open.length === 0) {
      const fields = parseFields(line.text);
      if (fields !== undefined) return [{ line: line.line, fields }];
      this.open = [line];
      return [];
    }
    this.open.push(line);
    const fields = parseFields(this.open.map(({ text }) => text).join('\n'));
    if (fields?.length === this.columns) {
      const record = { line: this.open[0]!.line, fields };
      this.open = [];
      return [record];
    }
    return fields !== undefined || this.open.length >= maxLinesPerRecord ? this.giveUpFirst() : [];
  }

  private giveUpFirst(): CsvRecord[] {
    const [first, ...rest] = this.open as [TextLine, ...TextLine[]];
    this.open = [];
    const records: CsvRecord[] = [
      { line: first.line, firstField: firstField(first.text), reason: 'a quoted field is not closed' },
    ];
    for (const line of rest) records.push(...this.pushText(line));
    return records;
  }
}

function unreadable(raw: RawLine): string | undefined {
  if (raw.tooLong) return `longer than ${raw.bytes.length} bytes`;
  if (!isUtf8(raw.bytes)) return 'not valid UTF-8';
  // No store takes it in a text column; refused here rather than by every reader.
  if (raw.bytes.includes(0)) return 'contains a NUL character';
  return undefined;
}

function firstField(text: string): string {
  return text.slice(0, 64).split(',', 1)[0]!;
}
