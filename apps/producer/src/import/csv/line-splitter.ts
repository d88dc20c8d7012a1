import type { RawLine } from './raw-line.js';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Cuts a byte stream into lines ended by LF or CRLF. Works on bytes, so that text that is not UTF-8 spoils its own
 * line only; keeps at most `maxLineBytes` of a line, so that one endless line cannot fill the memory.
 */
export class LineSplitter {
  private line = 0;
  private held: Buffer[] = [];
  private heldBytes = 0;
  private tooLong = false;

  constructor(private readonly maxLineBytes: number) {}

  /** The lines completed by this chunk. */
  push(chunk: Buffer): RawLine[] {
    const lines: RawLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      this.hold(chunk.subarray(start, end));
      lines.push(this.take());
      start = end + 1;
    }
    // Copied: the rest of the chunk must not stay in memory for the sake of its last bytes.
    if (start < chunk.length) this.hold(Buffer.from(chunk.subarray(start)));
    return lines;
  }

  /** The last line, when the file does not end in a line end. */
  end(): RawLine[] {
    return this.heldBytes > 0 || this.tooLong ? [this.take()] : [];
  }

  private hold(part: Buffer): void {
    const room = this.maxLineBytes - this.heldBytes;
    if (part.length > room) this.tooLong = true;
    const kept = part.subarray(0, room);
    if (kept.length > 0) this.held.push(kept);
    this.heldBytes += kept.length;
  }

  private take(): RawLine {
    let bytes = this.held.length === 1 ? this.held[0]! : Buffer.concat(this.held);
    if (!this.tooLong && bytes.at(-1) === carriageReturn) bytes = bytes.subarray(0, -1);
    this.line += 1;
    if (this.line === 1 && bytes.subarray(0, 3).equals(byteOrderMark)) bytes = bytes.subarray(3);
    const line = { line: this.line, bytes, tooLong: this.tooLong };
    this.held = [];
    this.heldBytes = 0;
    this.tooLong = false;
    return line;
  }
}
