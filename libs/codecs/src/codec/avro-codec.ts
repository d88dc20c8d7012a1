import {
  isSpillwayError,
  readSchemaIdHeader,
  SpillwayError,
  type EventDefinition,
  type NamedSchema,
  type Upcaster,
} from '@spillway/events';
import {
  noMetrics,
  systemClock,
  type Clock,
  type DecodedEvent,
  type EventCodec,
  type EventJson,
  type Metrics,
  type MutableHeaders,
  type ValueOrigin,
} from '@spillway/streaming';
import type { Guarding } from '../avro/build-type.js';
import { frameBytes, frameProblem, readSchemaId } from '../frame/confluent-frame.js';
import { IssueList } from '../json/issue-list.js';
import { JsonBuffer } from '../json-text/json-buffer.js';
import { ContractPlaces } from '../registry/contract-places.js';
import type { ContractRegistry } from '../registry/contract-registry.js';
import { contractsNotRegistered } from '../registry/contracts-not-registered.js';
import { UpcasterTable } from './upcaster-table.js';
import { contractOf } from './contract.js';
import { contractsByName } from './contracts-by-name.js';
import { createEventReader, type ReaderSources } from './create-event-reader.js';
import type { EventReader } from './event-reader.js';
import { createEventWriter, type EventWriter } from './event-writer.js';
import { LookupCache } from '../registry/lookup-cache.js';
import { NewerEvents } from './newer-events.js';
import { Scratch } from './scratch.js';
import { unreadableEvent } from '../errors/unreadable-event.js';

export interface AvroCodecOptions {
  readonly registry: ContractRegistry;
  /** The events this process knows; others are decoded by their writer's schema. */
  readonly definitions: readonly EventDefinition<never>[];
  /** Topics that only own producers may write to: their values are decoded without guards against hostile bytes. */
  readonly trustedTopics?: readonly string[];
  /** For old schemas of the definitions that Avro's resolution cannot read. */
  readonly upcasters?: readonly Upcaster[];
  readonly metrics?: Metrics;
  /**
   * How long "no such schema" is believed before the registry is asked again; 10 s unless told: a record waits 60 s for its
   * schema, and a registry whose other nodes lag behind is to be asked a few times within them.
   */
  readonly notFoundTtlMs?: number;
  readonly clock?: Clock;
}

/** Of schemas: what is read more seldom than so many others is looked up again. */
const maxReaders = 10_000;

/**
 * The codec of the toolkit: Confluent frame and Avro. Answers synchronously for every schema it has seen.
 *
 * @throws Error when the schema of a definition is invalid, or an upcaster does not fit its definition
 */
export function avroCodec(options: AvroCodecOptions): EventCodec {
  return new AvroCodec(options);
}

class AvroCodec implements EventCodec {
  readonly #readers: LookupCache<NamedSchema, EventReader>;
  /** By the schema they were written with, whatever is known today. */
  readonly #foreignReaders: LookupCache<NamedSchema, EventReader>;
  readonly #writers: LookupCache<EventDefinition<never>, EventWriter>;
  readonly #trustedTopics: ReadonlySet<string>;
  readonly #options: AvroCodecOptions;

  constructor(options: AvroCodecOptions) {
    this.#options = options;
    const { registry, definitions, clock = systemClock, notFoundTtlMs = 10_000 } = options;
    this.#trustedTopics = new Set(options.trustedTopics);
    const upcasters = new UpcasterTable(options.upcasters ?? []);
    const contracts = contractsByName(definitions);
    const scratch = new Scratch();
    const places = new ContractPlaces(registry);
    const sources: ReaderSources = {
      contractOf: (type) => contracts.get(type),
      upcastOf: (writer) => upcasters.find(writer),
      resolvedBy: ({ definition }, named) => this.#noteNewer(definition, named),
      jsonBuffer: new JsonBuffer(),
    };
    // Of a process that knows no contract.
    const foreignSources: ReaderSources = { ...sources, contractOf: () => undefined, upcastOf: () => undefined };
    const schemaNamed = (named: NamedSchema) =>
      typeof named === 'number' ? registry.schemaById(named) : registry.schemaByGuid(named);
    const shared = { nowMs: () => clock.nowMs(), failureTtlMs: notFoundTtlMs, isAnswer };
    this.#readers = new LookupCache({
      ...shared,
      maxValues: maxReaders,
      load: async (named) => createEventReader(named, await schemaNamed(named), sources),
    });
    this.#foreignReaders = new LookupCache({
      ...shared,
      maxValues: maxReaders,
      load: async (named) => createEventReader(named, await schemaNamed(named), foreignSources),
    });
    this.#writers = new LookupCache({
      ...shared,
      load: async (definition) =>
        createEventWriter(await places.find(definition), contractOf(definition), {
          scratch,
          inHeader: definition.schemaIdLocation === 'header',
        }),
    });
  }

  encode<T>(definition: EventDefinition<T>, payload: T, headers?: MutableHeaders): Buffer | Promise<Buffer> {
    const writer = this.#writers.get(definition);
    if (writer !== undefined) return writer.encode(payload, headers);
    return this.#writers.load(definition).then((loaded) => loaded.encode(payload, headers));
  }

  decode(value: Buffer, origin?: ValueOrigin): DecodedEvent | Promise<DecodedEvent> {
    const { named, start } = schemaOf(value, origin);
    const guarding = this.#guardingOf(origin);
    const reader = this.#readers.get(named);
    if (reader !== undefined) return reader.decode(value, start, guarding);
    return this.#readers.load(named).then((loaded) => loaded.decode(value, start, guarding));
  }

  decodeAsJson(value: Buffer, origin?: ValueOrigin): EventJson | Promise<EventJson> {
    const { named, start } = schemaOf(value, origin);
    const guarding = this.#guardingOf(origin);
    const reader = this.#readers.get(named);
    if (reader !== undefined) return reader.decodeAsJson(value, start, guarding);
    return this.#readers.load(named).then((loaded) => loaded.decodeAsJson(value, start, guarding));
  }

  async writtenJson(value: Buffer, origin?: ValueOrigin): Promise<unknown> {
    const { named, start } = schemaOf(value, origin);
    const reader = this.#foreignReaders.get(named) ?? (await this.#foreignReaders.load(named));
    return reader.json.print(reader.decode(value, start, 'guarded').payload as never);
  }

  parseJson<T>(definition: EventDefinition<T>, json: unknown): T {
    const list = new IssueList();
    const payload = contractOf(definition).json.parse(json, '', list);
    if (list.issues.length === 0) return payload as T;
    const detail = `The data breaks the contract of ${definition.type} in ${list.issues.length} place(s)`;
    throw new SpillwayError('SPW-3004', detail, { issues: list.issues, context: { type: definition.type } });
  }

  toJson({ definition, schemaId, schemaGuid, payload }: DecodedEvent): unknown {
    const named = schemaGuid ?? schemaId;
    const form = definition === undefined ? this.#readers.get(named)?.json : contractOf(definition).json;
    if (form === undefined) throw new SpillwayError('SPW-3002', `Schema ${named} was not decoded here`);
    return form.print(payload as never);
  }

  async warmUp(definitions: readonly EventDefinition<never>[]): Promise<void> {
    const results = await Promise.allSettled(definitions.map((definition) => this.#warmUpOne(definition)));
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    const missing = errors.filter((error) => isSpillwayError(error, 'SPW-3005'));
    if (missing.length < errors.length) throw errors.find((error) => !missing.includes(error as never));
    if (missing.length > 0) throw contractsNotRegistered(missing.map((error) => String(error.context['subject'])));
  }

  #guardingOf(origin: ValueOrigin | undefined): Guarding {
    return origin !== undefined && this.#trustedTopics.has(origin.topic) ? 'trusted' : 'guarded';
  }

  /** What to call for each event of a schema that is not today's contract. */
  #noteNewer(definition: EventDefinition, named: NamedSchema): () => void {
    const { metrics = noMetrics, clock = systemClock } = this.#options;
    const labels = { type: definition.type };
    const newer = new NewerEvents({
      ask: () => this.#isNewer(definition, named),
      add: (events) => metrics.increment('spillway_codec_newer_events_total', events, labels),
      nowMs: () => clock.nowMs(),
    });
    return () => newer.note();
  }

  async #isNewer(definition: EventDefinition, named: NamedSchema): Promise<boolean> {
    const { registry } = this.#options;
    const { subject } = definition;
    const { place } = this.#writers.get(definition) ?? (await this.#writers.load(definition));
    // A registry tells the versions of an id, and of a GUID none: a schema known by that is looked up as it is.
    const versions =
      typeof named === 'number'
        ? await registry.versionsOf(named)
        : [{ subject, version: (await registry.lookUp(subject, await registry.schemaByGuid(named)))?.version ?? 0 }];
    return versions.some((found) => found.subject === subject && found.version > place.version);
  }

  async #warmUpOne(definition: EventDefinition<never>): Promise<void> {
    const { named } = this.#writers.get(definition) ?? (await this.#writers.load(definition));
    if (this.#readers.get(named) === undefined) await this.#readers.load(named);
  }
}

/**
 * The schema that a value was written with, and where its body begins.
 *
 * @throws SpillwayError `SPW-3001` when neither a header nor the value names one
 */
function schemaOf(value: Buffer, origin?: ValueOrigin): { readonly named: NamedSchema; readonly start: number } {
  const named = origin === undefined ? undefined : readSchemaIdHeader(origin.headers);
  if (named === 'malformed') throw unreadableEvent('header');
  if (named !== undefined) return { named, start: 0 };
  const problem = frameProblem(value);
  if (problem !== undefined) throw unreadableEvent(problem);
  return { named: readSchemaId(value), start: frameBytes };
}

/** The registry answered; asking again at once would give the same. */
function isAnswer(error: unknown): boolean {
  return isSpillwayError(error) && !error.retryable;
}
