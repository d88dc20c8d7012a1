import { basicAuthorization, isSpillwayError, SpillwayError, type AvroSchema } from '@spillway/events';
import { z } from 'zod';
import { askRegistry } from './ask-registry.js';
import type { HttpRegistryOptions } from './http-registry.js';
import { NotFoundAnswer } from './not-found-answer.js';
import { registryAccess } from './registry-access.js';
import { registryUnavailable } from './registry-unavailable.js';

export interface RegisteredVersion {
  readonly version: number;
  readonly schema: AvroSchema;
  /** Schemas that it refers to in other subjects, by the name it has for them, with what they refer to themselves. */
  readonly references: ReadonlyMap<string, AvroSchema>;
}

/** What a registry keeps, for those who compare contracts. The same errors as `ContractRegistry`; remembers nothing. */
export interface RegistryHistory {
  subjects(): Promise<readonly string[]>;
  /** Oldest first; none when the subject is not known. `SPW-3008` when one is no Avro schema. */
  versions(subject: string): Promise<readonly RegisteredVersion[]>;
  /** The newest version; undefined when there is none, or when it is no Avro schema. */
  latest(subject: string): Promise<RegisteredVersion | undefined>;
  /** The mode that later versions of the subject are held to; undefined when the subject has none of its own. */
  compatibility(subject: string): Promise<string | undefined>;
}

const versionSchema = z.object({
  version: z.int(),
  schema: z.string(),
  schemaType: z.string().default('AVRO'),
  references: z
    .array(z.object({ name: z.string(), subject: z.string(), version: z.int() }))
    .nullish()
    .transform((references) => references ?? []),
});
const configSchema = z.object({ compatibilityLevel: z.string() });

/** References of references of …; real ones are a handful deep, and a registry that answers in circles has no end. */
const maxReferenceDepth = 16;

/** Reads a registry with Confluent's API. */
export function registryHistory(options: HttpRegistryOptions): RegistryHistory {
  const get = getter(options);

  async function readVersion(
    subject: string,
    version: number | 'latest',
    depth = 0,
  ): Promise<RegisteredVersion | undefined> {
    const found = await get(`/subjects/${encodeURIComponent(subject)}/versions/${version}`, versionSchema);
    if (found === undefined || found.schemaType !== 'AVRO') return undefined;
    const references = new Map<string, AvroSchema>();
    for (const reference of found.references) {
      const isTooDeep = depth === maxReferenceDepth;
      const referred = isTooDeep ? undefined : await readVersion(reference.subject, reference.version, depth + 1);
      if (referred === undefined) throw notAvro(reference.subject, reference.version);
      references.set(reference.name, referred.schema);
      for (const [name, schema] of referred.references) references.set(name, schema);
    }
    return { version: found.version, schema: parseText(found.schema, subject, found.version), references };
  }

  return {
    subjects: async () => (await get('/subjects', z.array(z.string()))) ?? [],
    latest: (subject) => readVersion(subject, 'latest'),
    async versions(subject) {
      const path = `/subjects/${encodeURIComponent(subject)}/versions`;
      const versions: RegisteredVersion[] = [];
      for (const version of ((await get(path, z.array(z.int()))) ?? []).toSorted((a, b) => a - b)) {
        const found = await readVersion(subject, version);
        if (found === undefined) throw notAvro(subject, version);
        versions.push(found);
      }
      return versions;
    },
    compatibility: async (subject) =>
      (await get(`/config/${encodeURIComponent(subject)}`, configSchema))?.compatibilityLevel,
  };
}

/** Asks for something; undefined when the registry says in its own words that it is not there. */
function getter({ timeoutMs = 3_000, ...access }: HttpRegistryOptions) {
  const { url, username, password } = registryAccess(access);
  const headers = {
    accept: 'application/vnd.schemaregistry.v1+json, application/json',
    ...basicAuthorization({ username, password }),
  };
  return async <T>(path: string, shape: z.ZodType<T>): Promise<T | undefined> => {
    const asked = `${url}${path}`;
    try {
      const data = shape.safeParse(
        await askRegistry({ method: 'GET', url: asked, headers, body: undefined }, timeoutMs),
      );
      if (data.success) return data.data;
    } catch (error) {
      if (error instanceof NotFoundAnswer) return undefined;
      // Nothing was sent that it could refuse: who says so to a question is no registry.
      if (isSpillwayError(error, 'SPW-3007')) throw registryUnavailable(asked, error.message);
      throw error;
    }
    throw registryUnavailable(asked, 'an answer of another form');
  };
}

function parseText(text: string, subject: string, version: number): AvroSchema {
  try {
    return JSON.parse(text) as AvroSchema;
  } catch (cause) {
    throw notAvro(subject, version, cause);
  }
}

function notAvro(subject: string, version: number, cause?: unknown): SpillwayError {
  return new SpillwayError('SPW-3008', `Version ${version} of ${subject} in the registry is no Avro schema.`, {
    cause,
  });
}
