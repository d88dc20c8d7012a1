import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import {
  basicAuthorization,
  isSpillwayError,
  SpillwayError,
  type AvroSchema,
  type SpillwayErrorOptions,
} from '@spillway/events';
import { ReferenceResolver } from './reference-resolver.js';
import type { SchemaReference } from '../references/schema-reference.js';
import { answerMiddleware } from './answer-middleware.js';
import { askRegistry } from './ask-registry.js';
import type { ContractRegistry, RegisteredContract } from './contract-registry.js';
import { NotFoundAnswer } from './not-found-answer.js';
import { readAnswers } from './read-answers.js';
import { registryAccess } from './registry-access.js';
import { registryUnavailable } from './registry-unavailable.js';

export interface HttpRegistryOptions {
  /** Base of the Confluent-compatible API; a login may stand in it. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** For one call, answer included. */
  readonly timeoutMs?: number;
}

type Answer = Record<string, unknown>;
type Context = SpillwayErrorOptions['context'];

/** A registry with Confluent's API, as it is published; proven against Apicurio 2.6. */
export function httpRegistry(options: HttpRegistryOptions): ContractRegistry {
  return new HttpRegistry(options);
}

class HttpRegistry implements ContractRegistry {
  readonly #url: string;
  readonly #timeoutMs: number;
  readonly #headers: Record<string, string>;
  readonly #api: SchemaRegistry['api'];
  readonly #references = new ReferenceResolver(async (subject, version) => {
    const answer = this.#ask(this.#api.Subject.version({ subject, version }), ['subject', 'version', 'schema']);
    const found = await orNotFound(answer, `version ${version} of ${subject}`, { subject, version });
    return readAnswers.schema(found, `${subject} ${version}`, this.#url);
  });

  constructor({ timeoutMs = 3_000, ...access }: HttpRegistryOptions) {
    const { url, username, password = '' } = registryAccess(access);
    this.#url = url;
    this.#timeoutMs = timeoutMs;
    this.#headers = basicAuthorization({ username, password });
    const client = new SchemaRegistry({
      host: this.#url,
      auth: username === undefined ? undefined : { username, password },
      middlewares: [answerMiddleware(timeoutMs)],
      retry: { retries: 0 },
    });
    // The client's own methods do more than one call each and parse every schema; its API is one call per method.
    this.#api = client['api'];
  }

  async schemaById(id: number): Promise<AvroSchema> {
    const answer = await orNotFound(this.#ask(this.#api.Schema.find({ id })), `schema with id ${id}`, { schemaId: id });
    return this.#references.resolve(readAnswers.schema(answer, id, this.#url), id);
  }

  async schemaByGuid(guid: string): Promise<AvroSchema> {
    const what = `schema with GUID ${guid}`;
    const asked = this.#get(`/schemas/guids/${encodeURIComponent(guid)}`);
    const answer = await orNotFound(asked, what, { schemaId: guid }).catch(async (error: unknown) => {
      // A registry that serves no GUIDs will know none: were that an outage, one record would hold its partition for ever.
      if (!isSpillwayError(error, 'SPW-3003') || error.context['status'] !== 404) throw error;
      await this.#get('/schemas/types');
      throw new SpillwayError('SPW-3002', `The schema registry has no ${what}: it serves no schemas by GUID`);
    });
    return this.#references.resolve(readAnswers.schema(answer as Answer, guid, this.#url), guid);
  }

  async versionsOf(id: number) {
    const answer = await orNotFound(this.#get(`/schemas/ids/${id}/versions`), `schema with id ${id}`, { schemaId: id });
    return readAnswers.versions(answer, this.#url);
  }

  async lookUp(
    subject: string,
    schema: AvroSchema,
    references?: readonly SchemaReference[],
  ): Promise<RegisteredContract | undefined> {
    try {
      const body = bodyOf(schema, references);
      return readAnswers.contract(await this.#ask(this.#api.Subject.registered({ subject, body })), this.#url);
    } catch (error) {
      if (error instanceof NotFoundAnswer) return undefined;
      throw error;
    }
  }

  async register(subject: string, schema: AvroSchema, references?: readonly SchemaReference[]): Promise<number> {
    try {
      const body = bodyOf(schema, references);
      return readAnswers.id(await this.#ask(this.#api.Subject.register({ subject, body })), this.#url);
    } catch (error) {
      // Apicurio refuses the slower of two who register the same; then it is there.
      const isRefused = isSpillwayError(error, 'SPW-3007');
      const found = isRefused ? await this.lookUp(subject, schema, references) : undefined;
      if (found === undefined) throw error;
      return found.id;
    }
  }

  async setCompatibility(...[subject, compatibility]: Parameters<ContractRegistry['setCompatibility']>): Promise<void> {
    const set = () => this.#ask(this.#api.Subject.updateConfig({ subject, body: { compatibility } }));
    try {
      await set();
    } catch (error) {
      // Apicurio refuses the slower of two who set the first rule of a subject; the second time it changes the rule.
      if (!isSpillwayError(error, 'SPW-3007')) throw error;
      await set();
    }
  }

  async #ask(call: Promise<{ data(): unknown }>, mayMiss: readonly string[] = ['subject', 'schema']): Promise<Answer> {
    try {
      return (await call).data() as Answer;
    } catch (error) {
      if (!(error instanceof NotFoundAnswer) || mayMiss.includes(error.what)) throw error;
      throw registryUnavailable(error.url, `"no such ${error.what}", which was not asked for`);
    }
  }

  /** For what the client has no method for. */
  #get(path: string): Promise<unknown> {
    const call = { method: 'GET', url: `${this.#url}${path}`, headers: this.#headers, body: undefined };
    return askRegistry(call, this.#timeoutMs);
  }
}

/** References are left out where there are none: a registry may take an empty list for another schema. */
function bodyOf(schema: AvroSchema, references: readonly SchemaReference[] = []): object {
  return { schema: JSON.stringify(schema), ...(references.length > 0 && { references }) };
}

async function orNotFound<T>(answer: Promise<T>, what: string, context: Context): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof NotFoundAnswer)) throw error;
    throw new SpillwayError('SPW-3002', `The schema registry knows no ${what}`, { context });
  }
}
