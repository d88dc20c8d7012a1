import { SpillwayError, type AvroSchema } from '@spillway/events';
import type { ContractRegistry } from './contract-registry.js';

/**
 * A registry inside the process, for tests and for machines without one. It keeps no compatibility rule: every schema is
 * accepted.
 */
export function memoryRegistry(): ContractRegistry {
  const schemas: string[] = [];
  const subjects = new Map<string, Set<number>>();

  return {
    schemaById: async (id) => {
      const schema = schemas[id - 1];
      if (schema === undefined)
        throw new SpillwayError('SPW-3002', `The memory registry knows no schema with id ${id}`);
      return JSON.parse(schema) as AvroSchema;
    },
    lookUp: async (subject, schema) => {
      const id = schemas.indexOf(JSON.stringify(schema)) + 1;
      return subjects.get(subject)?.has(id) === true ? id : undefined;
    },
    register: async (subject, schema) => {
      const text = JSON.stringify(schema);
      const id = schemas.includes(text) ? schemas.indexOf(text) + 1 : schemas.push(text);
      subjects.set(subject, (subjects.get(subject) ?? new Set()).add(id));
      return id;
    },
    setCompatibility: async () => {},
  };
}
