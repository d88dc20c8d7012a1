import type { AvroSchema, NamedSchema } from '@spillway/events';
import type avro from 'avsc';
import type { AvroType, ValueReader } from '../avro/avsc-internals.js';
import { buildType, type Guarding } from '../avro/build-type.js';
import { schemaText } from '../avro/schema-text.js';
import { compileJsonForm } from '../json/compile-json-form.js';
import { compileJsonText } from '../json-text/compile-json-text.js';
import type { JsonBuffer } from '../json-text/json-buffer.js';
import { schemaProblem } from '../errors/schema-problem.js';
import type { Upcast } from './upcaster-table.js';
import type { Contract } from './contract.js';
import { EventReader } from './event-reader.js';
import { unreadableEvent } from '../errors/unreadable-event.js';

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
  const readerFor = (guarding: Guarding): ValueReader => {
    if (written === undefined) return asReader(buildForeign(schema, guarding));
    const reader = written.typeFor(guarding);
    return asReader(isResolved ? reader.createResolver(buildForeign(schema, guarding)) : reader);
  };
  // What another schema reads has other fields than its bytes.
  const isReadAsWritten = upcast === undefined && (isToday || contract === undefined);
  return new EventReader({
    named,
    type,
    definition: contract?.definition,
    guarded: attempt('resolve', named, () => readerFor('guarded')),
    makeTrusted: () => readerFor('trusted'),
    upcast,
    noteResolved: isToday || contract === undefined ? undefined : sources.resolvedBy(contract, named),
    json: contract?.json ?? compileJsonForm(writer),
    write: isReadAsWritten ? compileJsonText(contract?.type ?? writer) : undefined,
    out: sources.jsonBuffer,
  });
}

function asReader(type: AvroType | avro.Resolver): ValueReader {
  return type as unknown as ValueReader;
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
