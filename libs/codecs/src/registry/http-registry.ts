import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { isSpillwayError, SpillwayError, type AvroSchema } from '@spillway/events';
import { unreadableEvent } from '../codec/unreadable-event.js';
import { answerMiddleware, NotFoundAnswer } from './answer-middleware.js';
import type { ContractRegistry } from './contract-registry.js';
import { registryUnavailable } from './registry-unavailable.js';

export interface HttpRegistryOptions {
  /** Base of the Confluent-compatible API. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** For one call, answer included. */
  readonly timeoutMs?: number;
}

/** A registry with Confluent's API: Confluent, Karapace, Redpanda, Apicurio. */
export function httpRegistry(options: HttpRegistryOptions): ContractRegistry {
  const { url, username, password = '', timeoutMs = 3_000 } = options;
  const client = new SchemaRegistry({
    host: url.replace(/\/+$/, ''),
    auth: username === undefined ? undefined : { username, password },
    middlewares: [answerMiddleware(timeoutMs)],
    retry: { retries: 0 },
  });
  // The client's own methods do more than one call each and parse every schema; its API is one call per method.
  const api = client['api'];
  const ask = async (call: Promise<{ data(): unknown }>) => (await call).data() as Record<string, unknown>;

  async function lookUp(subject: string, schema: AvroSchema): Promise<number | undefined> {
    try {
      return readId(await ask(api.Subject.registered({ subject, body: textOf(schema) })), url);
    } catch (error) {
      if (error instanceof NotFoundAnswer) return undefined;
      throw error;
    }
  }

  return {
    async schemaById(id) {
      const data = await ask(api.Schema.find({ id })).catch((error: unknown) => {
        throw error instanceof NotFoundAnswer ? schemaNotFound(id) : error;
      });
      return readSchema(data, id, url);
    },
    lookUp,
    async register(subject, schema) {
      try {
        return readId(await ask(api.Subject.register({ subject, body: textOf(schema) })), url);
      } catch (error) {
        // Apicurio refuses the slower of two who register the same; then it is there.
        const id = isSpillwayError(error, 'SPW-3007') ? await lookUp(subject, schema) : undefined;
        if (id === undefined) throw error;
        return id;
      }
    },
    async setCompatibility(subject, compatibility) {
      const set = () => ask(api.Subject.updateConfig({ subject, body: { compatibility } }));
      try {
        await set();
      } catch (error) {
        // Apicurio refuses the slower of two who set the first rule of a subject; the second time it changes the rule.
        if (!isSpillwayError(error, 'SPW-3007')) throw error;
        await set();
      }
    },
  };
}

function textOf(schema: AvroSchema): { schema: string } {
  return { schema: JSON.stringify(schema) };
}

function schemaNotFound(id: number): SpillwayError {
  return new SpillwayError('SPW-3002', `The schema registry knows no schema with id ${id}`, {
    context: { schemaId: id },
  });
}

function readSchema(data: Record<string, unknown>, id: number, url: string): AvroSchema {
  const { schema, schemaType = 'AVRO' } = data;
  if (schemaType !== 'AVRO') throw unreadableEvent('schema', id);
  if (typeof schema !== 'string') throw registryUnavailable(url, 'an answer without a schema');
  try {
    return JSON.parse(schema) as AvroSchema;
  } catch (error) {
    throw unreadableEvent('schema', id, error);
  }
}

function readId({ id }: Record<string, unknown>, url: string): number {
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) throw registryUnavailable(url, 'an answer without an id');
  return id;
}
