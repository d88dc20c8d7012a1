import { SpillwayError, type ErrorIssue } from '@spillway/events';
import type { AvroType } from '../avro/avsc-internals.js';
import { frameBytes, writeFrame } from '../frame/confluent-frame.js';
import { pointerStep } from '../json/json-pointer.js';
import type { Contract } from './contract.js';
import type { Scratch } from './scratch.js';

/** Writes values of one contract. */
export interface EventWriter {
  readonly schemaId: number;
  /** @throws SpillwayError `SPW-3001` */
  encode(payload: unknown): Buffer;
}

export function createEventWriter(schemaId: number, { definition, type }: Contract, scratch: Scratch): EventWriter {
  return {
    schemaId,
    encode(payload) {
      try {
        const end = scratch.fill(frameBytes, (buffer, start) => type.encode(payload, buffer, start));
        writeFrame(scratch.buffer, schemaId);
        return scratch.copy(end);
      } catch {
        // What avsc throws repeats the value; only the places go on from here.
        throw unwritableEvent(definition.type, type, payload);
      }
    },
  };
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
  const places = issues.map(({ pointer, detail }) => `${pointer || 'it'} ${detail}`).join(', ');
  return new SpillwayError('SPW-3001', `The payload does not fit the contract of ${eventType}: ${places}`, {
    issues,
    context: { type: eventType },
  });
}
