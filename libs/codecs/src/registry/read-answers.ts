import type { AvroSchema } from '@spillway/events';
import { unreadableEvent } from '../errors/unreadable-event.js';
import type { ReferringSchema } from '../references/referring-schema.js';
import type { SchemaReference } from '../references/schema-reference.js';
import type { RegisteredContract, SubjectVersion } from './contract-registry.js';
import { registryUnavailable } from './registry-unavailable.js';
import { maxSchemaLength } from '../errors/schema-problem.js';

type Answer = Readonly<Record<string, unknown>>;

/** What a registry answers, read and checked. All throw `SPW-3003` for an answer that is none. */
export const readAnswers = { schema: readSchema, id: readId, contract: readContract, versions: readVersions };

/** @throws SpillwayError `SPW-3001` it is no Avro schema, or longer than one may be */
function readSchema(answer: Answer, id: number | string, url: string): ReferringSchema {
  const { schema, schemaType = 'AVRO', references } = answer;
  if (schemaType !== 'AVRO') throw unreadableEvent('schema', id);
  if (typeof schema !== 'string') throw registryUnavailable(url, 'an answer without a schema');
  if (schema.length > maxSchemaLength) throw unreadableEvent('schema', id, new RangeError('it is too long'));
  try {
    return { schema: JSON.parse(schema) as AvroSchema, references: readReferences(references, url) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw unreadableEvent('schema', id, error);
  }
}

function readReferences(references: unknown, url: string): readonly SchemaReference[] {
  if (references === undefined || references === null) return [];
  const isSound = Array.isArray(references) && references.every(isReference);
  if (!isSound) throw registryUnavailable(url, 'an answer with references that are none');
  return references as readonly SchemaReference[];
}

function isReference(reference: unknown): boolean {
  const { name, subject, version } = (reference ?? {}) as Partial<Record<keyof SchemaReference, unknown>>;
  return typeof name === 'string' && typeof subject === 'string' && isCount(version);
}

function readId({ id }: Answer, url: string): number {
  if (!isCount(id)) throw registryUnavailable(url, 'an answer without an id');
  return id;
}

function readContract(answer: Answer, url: string): RegisteredContract {
  const { version, guid } = answer;
  if (!isCount(version)) throw registryUnavailable(url, 'an answer without a version');
  return { id: readId(answer, url), version, ...(typeof guid === 'string' && { guid: guid.toLowerCase() }) };
}

function readVersions(answer: unknown, url: string): readonly SubjectVersion[] {
  const isSound = Array.isArray(answer) && answer.every((entry) => isReference({ name: '', ...(entry as object) }));
  if (!isSound) throw registryUnavailable(url, 'an answer without versions');
  return (answer as SubjectVersion[]).map(({ subject, version }) => ({ subject, version }));
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}
