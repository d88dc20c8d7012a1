import { isSpillwayError, SpillwayError, type EventDefinition } from '@spillway/events';
import { systemClock, type Clock, type DecodedEvent, type EventCodec } from '@spillway/streaming';
import { frameProblem, readSchemaId } from '../frame/confluent-frame.js';
import { IssueList } from '../json/issue-list.js';
import type { ContractRegistry } from '../registry/contract-registry.js';
import { contractOf } from './contract.js';
import { createEventReader, type EventReader } from './event-reader.js';
import { createEventWriter, type EventWriter } from './event-writer.js';
import { LookupCache } from './lookup-cache.js';
import { Scratch } from './scratch.js';
import { unreadableEvent } from './unreadable-event.js';

export interface AvroCodecOptions {
  readonly registry: ContractRegistry;
  /** The events this process knows; others are decoded by their writer's schema. */
  readonly definitions: readonly EventDefinition<never>[];
  /** How long "no such schema" is believed before the registry is asked again. */
  readonly notFoundTtlMs?: number;
  readonly clock?: Clock;
}

/**
 * The codec of the toolkit: Confluent frame and Avro. Answers synchronously for every schema it has seen.
 *
 * @throws Error when the schema of a definition is invalid
 */
export function avroCodec(options: AvroCodecOptions): EventCodec {
  return new AvroCodec(options);
}

class AvroCodec implements EventCodec {
  readonly #readers: LookupCache<number, EventReader>;
  readonly #writers: LookupCache<EventDefinition<never>, EventWriter>;

  constructor({ registry, definitions, clock = systemClock, notFoundTtlMs = 30_000 }: AvroCodecOptions) {
    const contracts = new Map(definitions.map((definition) => [definition.type, contractOf(definition)]));
    const scratch = new Scratch();
    const shared = { nowMs: () => clock.nowMs(), failureTtlMs: notFoundTtlMs, isAnswer };
    this.#readers = new LookupCache({
      ...shared,
      load: async (id) => createEventReader(id, await registry.schemaById(id), (type) => contracts.get(type)),
    });
    this.#writers = new LookupCache({
      ...shared,
      load: async (definition) =>
        createEventWriter(await lookUpContract(registry, definition), contractOf(definition), scratch),
    });
  }

  encode<T>(definition: EventDefinition<T>, payload: T): Buffer | Promise<Buffer> {
    const writer = this.#writers.get(definition);
    if (writer !== undefined) return writer.encode(payload);
    return this.#writers.load(definition).then((loaded) => loaded.encode(payload));
  }

  decode(value: Buffer): DecodedEvent | Promise<DecodedEvent> {
    const problem = frameProblem(value);
    if (problem !== undefined) throw unreadableEvent(problem);
    const id = readSchemaId(value);
    const reader = this.#readers.get(id);
    if (reader !== undefined) return reader.decode(value);
    return this.#readers.load(id).then((loaded) => loaded.decode(value));
  }

  parseJson<T>(definition: EventDefinition<T>, json: unknown): T {
    const list = new IssueList();
    const payload = contractOf(definition).json.parse(json, '', list);
    if (list.issues.length === 0) return payload as T;
    const detail = `The data breaks the contract of ${definition.type} in ${list.issues.length} place(s)`;
    throw new SpillwayError('SPW-3004', detail, { issues: list.issues, context: { type: definition.type } });
  }

  toJson(event: DecodedEvent): unknown {
    const form =
      event.definition === undefined ? this.#readers.get(event.schemaId)?.json : contractOf(event.definition).json;
    if (form === undefined) throw new SpillwayError('SPW-3002', `Schema ${event.schemaId} was not decoded here`);
    return form.print(event.payload as never);
  }

  async warmUp(definitions: readonly EventDefinition<never>[]): Promise<void> {
    const results = await Promise.allSettled(definitions.map((definition) => this.#warmUpOne(definition)));
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    const missing = errors.filter((error) => isSpillwayError(error, 'SPW-3005'));
    if (missing.length < errors.length) throw errors.find((error) => !missing.includes(error as never));
    if (missing.length > 0) throw notRegistered(missing.map((error) => String(error.context['subject'])));
  }

  async #warmUpOne(definition: EventDefinition<never>): Promise<void> {
    const { schemaId } = this.#writers.get(definition) ?? (await this.#writers.load(definition));
    if (this.#readers.get(schemaId) === undefined) await this.#readers.load(schemaId);
  }
}

async function lookUpContract(registry: ContractRegistry, definition: EventDefinition<never>): Promise<number> {
  const id = await registry.lookUp(definition.subject, definition.schema);
  if (id === undefined) throw notRegistered([definition.subject]);
  return id;
}

function notRegistered(subjects: readonly string[]): SpillwayError {
  const detail = `The schema registry does not hold this app's version of: ${subjects.join(', ')}`;
  return new SpillwayError('SPW-3005', detail, { context: { subject: subjects.join(', ') } });
}

/** The registry answered; asking again at once would give the same. */
function isAnswer(error: unknown): boolean {
  return isSpillwayError(error) && !error.retryable;
}
