import type { EventDefinition, NamedSchema } from '@spillway/events';
import type { DecodedEvent, EventJson } from '@spillway/streaming';
import type { ValueReader } from '../avro/avsc-internals.js';
import type { Guarding } from '../avro/build-type.js';
import { decodeValue } from '../avro/decode-value.js';
import type { JsonForm } from '../json/json-form.js';
import type { JsonBuffer } from '../json-text/json-buffer.js';
import type { JsonTextWriter } from '../json-text/json-text-writer.js';
import { writeValue } from '../json-text/write-value.js';
import type { Upcast } from './upcaster-table.js';

/** How values of one schema are read. */
export interface Reading {
  readonly named: NamedSchema;
  readonly type: string;
  readonly definition: EventDefinition | undefined;
  readonly guarded: ValueReader;
  makeTrusted(): ValueReader;
  readonly upcast: Upcast | undefined;
  /** Called for every event whose schema is not today's. */
  readonly noteResolved: (() => void) | undefined;
  readonly json: JsonForm;
  /** Of values that are read as they were written. */
  readonly write: JsonTextWriter | undefined;
  readonly out: JsonBuffer;
}

/**
 * Reads values of one schema. All that an event needs stands in this one object: where a thousand schemas take turns, each
 * further object on the way is a wait for memory.
 */
export class EventReader {
  readonly #named: NamedSchema;
  readonly #type: string;
  readonly #definition: EventDefinition | undefined;
  readonly #guarded: ValueReader;
  #trusted: ValueReader | undefined;
  readonly #upcast: Upcast | undefined;
  readonly #noteResolved: (() => void) | undefined;
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#named = reading.named;
    this.#type = reading.type;
    this.#definition = reading.definition;
    this.#guarded = reading.guarded;
    this.#upcast = reading.upcast;
    this.#noteResolved = reading.noteResolved;
    this.#reading = reading;
  }

  get json(): JsonForm {
    return this.#reading.json;
  }

  /**
   * @param start where the Avro begins
   * @throws SpillwayError `SPW-3001`
   */
  decode(value: Buffer, start: number, guarding: Guarding): DecodedEvent {
    const named = this.#named;
    const reader = guarding === 'guarded' ? this.#guarded : (this.#trusted ??= this.#reading.makeTrusted());
    const read = decodeValue(value, start, named, reader);
    const payload = this.#upcast === undefined ? read : this.#upcast.apply(read, named);
    this.#noteResolved?.();
    if (typeof named === 'number') return { schemaId: named, type: this.#type, definition: this.#definition, payload };
    return { schemaId: 0, schemaGuid: named, type: this.#type, definition: this.#definition, payload };
  }

  /** The JSON text of what `decode` gives. @throws SpillwayError `SPW-3001` */
  decodeAsJson(value: Buffer, start: number, guarding: Guarding): EventJson {
    const { write, out, type, json } = this.#reading;
    const text = write && writeValue(value, start, { write, out });
    if (text !== undefined) return { type, text };
    const { payload } = this.decode(value, start, guarding);
    return { type, text: Buffer.from(JSON.stringify(json.print(payload as never))) };
  }
}
