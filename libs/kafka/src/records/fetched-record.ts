import type { BatchContext } from './batch-header.js';
import { ByteReader } from './byte-reader.js';
import type { FetchedHeaders, FetchedMessage } from './fetched-message.js';
import type { HeaderPicker, PickedHeaders } from './header-picker.js';
import type { HeaderSpan } from './header-span.js';

type Fields = Omit<FetchedMessage, 'headers'>;

/**
 * A record of a batch, whose headers stay bytes until somebody asks: a copy in a retry topic has twenty, of which one who
 * only looks for its place needs a few, and each is an object of its own once it is read.
 */
export class FetchedRecord implements FetchedMessage {
  readonly magicByte: number;
  readonly attributes: number;
  readonly timestamp: string;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly isControlRecord: boolean;
  readonly batchContext: BatchContext;
  readonly #span: HeaderSpan;
  #headers: FetchedHeaders | undefined;

  constructor(fields: Fields, span: HeaderSpan) {
    this.magicByte = fields.magicByte;
    this.attributes = fields.attributes;
    this.timestamp = fields.timestamp;
    this.offset = fields.offset;
    this.key = fields.key;
    this.value = fields.value;
    this.isControlRecord = fields.isControlRecord;
    this.batchContext = fields.batchContext;
    this.#span = span;
  }

  /** Of names and values. */
  get headerBytes(): number {
    return this.#span.sizeBytes;
  }

  get hasNullHeader(): boolean {
    return this.#span.hasNull;
  }

  /** As kafkajs has them: a name that repeats has an array, and a value may be null. */
  get headers(): FetchedHeaders {
    return (this.#headers ??= this.#read());
  }

  /** Those that are wanted. */
  pick(wanted: HeaderPicker): PickedHeaders {
    const { buffer, start, end, count } = this.#span;
    return wanted.pick(new ByteReader(buffer, start, end), count);
  }

  #read(): FetchedHeaders {
    const { buffer, start, end, count } = this.#span;
    const reader = new ByteReader(buffer, start, end);
    const headers: FetchedHeaders = {};
    for (let left = count; left > 0; left--) {
      const name = reader.headerName();
      const value = reader.varintBytes();
      const found = headers[name];
      // Most names come once; `constructor` and the like are found in every object, but not as its own.
      const earlier = found !== undefined && Object.hasOwn(headers, name) ? found : undefined;
      if (Array.isArray(earlier)) earlier.push(value);
      else setOwn(headers, name, earlier === undefined ? value : [earlier, value]);
    }
    return headers;
  }
}

/** Assigning to `__proto__` would set the prototype. */
function setOwn(headers: FetchedHeaders, name: string, value: FetchedHeaders[string]): void {
  if (name !== '__proto__') headers[name] = value;
  else Object.defineProperty(headers, name, { value, enumerable: true, configurable: true, writable: true });
}
