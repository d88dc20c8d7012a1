import { createHash } from 'node:crypto';
import { SpillwayError } from '@spillway/events';
import { ReferenceResolver } from './reference-resolver.js';
import type { ReferringSchema } from '../references/referring-schema.js';
import type { ContractRegistry } from './contract-registry.js';

/**
 * A registry inside the process, for tests and for machines without one. It keeps no compatibility rule: every schema is
 * accepted.
 */
export function memoryRegistry(): ContractRegistry {
  /** JSON of a schema with its references; the id of each is its place, from 1. */
  const texts: string[] = [];
  /** Ids, oldest first. */
  const subjects = new Map<string, number[]>();
  const resolver = new ReferenceResolver(async (subject, version) => {
    const id = subjects.get(subject)?.[version - 1];
    if (id === undefined) throw notFound(`version ${version} of ${subject}`);
    return JSON.parse(texts[id - 1]!) as ReferringSchema;
  });
  const textOf = (...[, schema, references = []]: Parameters<ContractRegistry['lookUp']>): string =>
    JSON.stringify({ schema, references } satisfies ReferringSchema);
  const resolved = async (index: number, what: string) => {
    const text = texts[index];
    if (text === undefined) throw notFound(what);
    return resolver.resolve(JSON.parse(text) as ReferringSchema, index + 1);
  };

  return {
    schemaById: (id) => resolved(id - 1, `schema with id ${id}`),
    schemaByGuid: (guid) =>
      resolved(
        texts.findIndex((text) => guidOf(text) === guid),
        `schema with GUID ${guid}`,
      ),
    versionsOf: async (id) =>
      [...subjects].flatMap(([subject, ids]) => (ids.includes(id) ? [{ subject, version: ids.indexOf(id) + 1 }] : [])),
    lookUp: async (...contract) => {
      const text = textOf(...contract);
      const id = texts.indexOf(text) + 1;
      const version = (subjects.get(contract[0])?.indexOf(id) ?? -1) + 1;
      return version === 0 ? undefined : { id, version, guid: guidOf(text) };
    },
    register: async (...contract) => {
      const text = textOf(...contract);
      const id = texts.includes(text) ? texts.indexOf(text) + 1 : texts.push(text);
      const ids = subjects.get(contract[0]) ?? [];
      subjects.set(contract[0], ids.includes(id) ? ids : [...ids, id]);
      return id;
    },
    setCompatibility: async () => {},
  };
}

function guidOf(text: string): string {
  const hex = createHash('md5').update(text).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function notFound(what: string): SpillwayError {
  return new SpillwayError('SPW-3002', `The memory registry knows no ${what}`);
}
