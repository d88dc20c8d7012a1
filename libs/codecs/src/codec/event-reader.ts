import type { AvroSchema, NamedSchema } from '@spillway/events';
import type { DecodedEvent, EventJson } from '@spillway/streaming';
import type avro from 'avsc';
import type { AvroType, ValueReader } from '../avro/avsc-internals.js';
import { buildType, type Guarding } from '../avro/build-type.js';
import { schemaText } from '../avro/schema-text.js';
import { compileJsonForm } from '../json/compile-json-form.js';
import type { JsonForm } from '../json/json-form.js';
import { compileJsonText } from '../json-text/compile-json-text.js';
import type { JsonBuffer } from '../json-text/json-buffer.js';
import { writeValue } from '../json-text/write-value.js';
import { schemaProblem } from '../registry/schema-problem.js';
import type { Upcast } from '../upcasting/upcaster-table.js';
import type { Contract } from './contract.js';
import { decodeValue, type ValueDecoder } from '../avro/decode-value.js';
import { unreadableEvent } from './unreadable-event.js';

/** Reads values of one schema. */
export interface EventReader {
  /**
   * @param start where the Avro begins
   * @throws SpillwayError `SPW-3001`
   */
  decode(value: Buffer, start: number, guarding: Guarding): DecodedEvent;
  /** The JSON text of what `decode` gives. @throws SpillwayError `SPW-3001` */
  decodeAsJson(value: Buffer, start: number, guarding: Guarding): EventJson;
  readonly json: JsonForm;
}

/** What a process brings to the schemas of its records. */
export interface ReaderSources {
  /** Today's contract of an event type, where this process knows it. */
  contractOf(type: string): Contract | undefined;
  /** How values of exactly this schema become today's. */
  upcastOf(writer: AvroType): Upcast | undefined;
  /** Called for every event whose schema is not today's. */
  resolvedBy(contract: Contract, named: NamedSchema): () => void;
  readonly jsonBuffer: JsonBuffer;
}

/**
 * Makes the reader of a schema: by today's contract where this process knows the event (through an upcaster where one is
 * made for the schema, otherwise through Avro's resolution), by the writer's schema where it does not.
 *
 * @throws SpillwayError `SPW-3001` when the schema is unusable or the contract cannot read it
 */
export function createEventReader(named: NamedSchema, schema: AvroSchema, sources: ReaderSources): EventReader {
  const writer = attempt('schema', named, () => buildForeign(schema, 'guarded'));
  const type = writer.name ?? writer.typeName;
  const contract = sources.contractOf(type);
  const upcast = contract && sources.upcastOf(writer);
  const isToday = contract !== undefined && schemaText(contract.type) === schemaText(writer);
  const written = upcast?.from ?? contract;
  const isResolved = written === contract && contract !== undefined && !isToday;
  const decoderFor = (guarding: Guarding): ValueDecoder => {
    if (written === undefined) return decoderOf(named, buildForeign(schema, guarding));
    const reader = written.typeFor(guarding);
    return decoderOf(named, isResolved ? reader.createResolver(buildForeign(schema, guarding)) : reader);
  };
  const guarded = attempt('resolve', named, () => decoderFor('guarded'));
  let trusted: ValueDecoder | undefined;
  const noteResolved = isToday || contract === undefined ? undefined : sources.resolvedBy(contract, named);
  const definition = contract?.definition;
  const json = contract?.json ?? compileJsonForm(writer);
  const decode: EventReader['decode'] = (value, start, guarding) => {
    const decoder = guarding === 'guarded' ? guarded : (trusted ??= decoderFor('trusted'));
    const read = decodeValue(value, start, decoder);
    const payload = upcast === undefined ? read : upcast.apply(read, named);
    noteResolved?.();
    if (typeof named === 'number') return { schemaId: named, type, definition, payload };
    return { schemaId: 0, schemaGuid: named, type, definition, payload };
  };
  // What another schema reads has other fields than its bytes.
  const isReadAsWritten = upcast === undefined && (isToday || contract === undefined);
  const write = isReadAsWritten ? compileJsonText(contract?.type ?? writer) : undefined;
  return {
    json,
    decode,
    decodeAsJson(value, start, guarding) {
      const text = write && writeValue(value, start, { write, out: sources.jsonBuffer });
      if (text !== undefined) return { type, text };
      const { payload } = decode(value, start, guarding);
      return { type, text: Buffer.from(JSON.stringify(json.print(payload as never))) };
    },
  };
}

function decoderOf(named: NamedSchema, reader: AvroType | avro.Resolver): ValueDecoder {
  return { named, reader: reader as unknown as ValueReader };
}

function buildForeign(schema: AvroSchema, guarding: Guarding): AvroType {
  const problem = schemaProblem(schema);
  if (problem !== undefined) throw new RangeError(`it ${problem}`);
  return buildType(schema, 'foreign', guarding);
}

function attempt<T>(reason: 'schema' | 'resolve', named: NamedSchema, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unreadableEvent(reason, named, error);
  }
}
