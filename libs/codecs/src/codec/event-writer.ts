import {
  type ErrorIssue,
  type NamedSchema,
  pointerStep,
  schemaGuidHeader,
  schemaIdHeader,
  SpillwayError,
} from '@spillway/events';
import type { MutableHeaders } from '@spillway/streaming';
import type { AvroType } from '../avro/avsc-internals.js';
import { startRecordDepth } from '../avro/record-depth.js';
import { UnsoundValue } from '../errors/unsound-value.js';
import { frameBytes, writeFrame } from '../frame/confluent-frame.js';
import type { RegisteredContract } from '../registry/contract-registry.js';
import type { Contract } from './contract.js';
import type { Scratch } from './scratch.js';

/** Writes values of one contract. */
export interface EventWriter {
  /** What its records name their schema by. */
  readonly named: NamedSchema;
  readonly place: RegisteredContract;
  /** @throws SpillwayError `SPW-3001` · TypeError headers are needed and not given */
  encode(payload: unknown, headers: MutableHeaders | undefined): Buffer;
}

interface Writing {
  readonly scratch: Scratch;
  /** The schema is named by GUID in a header, and the value is Avro only. */
  readonly inHeader: boolean;
}

/** @throws SpillwayError `SPW-3011` a header needs a GUID that the registry does not give */
export function createEventWriter(
  place: RegisteredContract,
  { definition, type }: Contract,
  { scratch, inHeader }: Writing,
): EventWriter {
  const start = inHeader ? 0 : frameBytes;
  const guid = inHeader ? guidOf(place, definition.type) : undefined;
  const header = guid === undefined ? undefined : schemaGuidHeader(guid);
  const write = (payload: unknown): Buffer => {
    startRecordDepth();
    try {
      let end = type.encode(payload, scratch.buffer, start);
      if (end < 0) end = type.encode(payload, scratch.grow(-end), start);
      if (header === undefined) writeFrame(scratch.buffer, place.id);
      return scratch.copy(end);
    } catch (error) {
      if (error instanceof UnsoundValue) throw refused(definition.type, [{ pointer: '', detail: error.message }]);
      // What avsc throws repeats the value; only the places go on from here.
      throw unwritableEvent(definition.type, type, payload);
    }
  };
  return {
    named: guid ?? place.id,
    place,
    encode(payload, headers) {
      if (header !== undefined) {
        if (headers === undefined) throw new TypeError(`${definition.type} names its schema in a header`);
        const value = write(payload);
        headers[schemaIdHeader] = header;
        return value;
      }
      // Taken over from a record of another topic it would name a schema that is not this one's.
      if (headers !== undefined && schemaIdHeader in headers) delete headers[schemaIdHeader];
      return write(payload);
    },
  };
}

function guidOf({ guid }: RegisteredContract, type: string): string {
  if (guid !== undefined) return guid;
  throw new SpillwayError('SPW-3011', `${type} is to name its schema by GUID, and the registry gives none`, {
    context: { type },
  });
}

function unwritableEvent(eventType: string, type: AvroType, payload: unknown): SpillwayError {
  const issues: ErrorIssue[] = [];
  const errorHook = (path: string[], _value: unknown, at: AvroType): void => {
    issues.push({
      pointer: path.map(pointerStep).join(''),
      detail: `is not ${at.name ?? at.typeName.replace(/^logical:|:.*$/g, '')}`,
    });
  };
  try {
    type.isValid(payload, { errorHook });
  } catch {
    issues.push({ pointer: '', detail: 'is not what the contract says' });
  }
  return refused(eventType, issues);
}

function refused(eventType: string, issues: readonly ErrorIssue[]): SpillwayError {
  const places = issues.map(({ pointer, detail }) => `${pointer || 'it'} ${detail}`).join(', ');
  return new SpillwayError('SPW-3001', `The payload does not fit the contract of ${eventType}: ${places}`, {
    issues,
    context: { type: eventType },
  });
}
