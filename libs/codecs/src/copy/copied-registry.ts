import { isSpillwayError, SpillwayError, type AvroSchema, type NamedSchema } from '@spillway/events';
import type { Logger } from '@spillway/streaming';
import type { ContractRegistry } from '../registry/contract-registry.js';
import { schemaFingerprint } from './schema-fingerprint.js';
import { SchemaFolder } from './schema-folder.js';

export interface CopiedRegistryOptions {
  /** The registry's base: what was copied from another one is compared, never read in its place. */
  readonly url: string;
  /** Folder of the copies; made when it is missing. */
  readonly folder: string;
  readonly logger: Logger;
  /** Schemas kept at most. */
  readonly maxEntries?: number;
  /** Pause between attempts to compare with the registry what was read without it. */
  readonly compareAfterMs?: number;
}

const maxEntryLength = 8 * 1024 * 1024;

/**
 * A registry whose schemas are copied to disk as they are fetched: while it does not answer, known ones are read from
 * there, and a restart needs it for nothing that was read before.
 *
 * An id means one schema for ever. When the registry answers another one than the copy, or does not know it any more,
 * it is another registry: `SPW-3010`, for records written against the one would be read by the other. Ids that were read
 * from the copy are compared once the registry answers again.
 */
export function copiedRegistry(registry: ContractRegistry, options: CopiedRegistryOptions): ContractRegistry {
  const copies = new RegistryCopies(registry, options);
  return {
    schemaById: (id) => copies.schema(id),
    schemaByGuid: (guid) => copies.schema(guid),
    versionsOf: (id) => registry.versionsOf(id),
    lookUp: (...contract) => registry.lookUp(...contract),
    register: (...contract) => registry.register(...contract),
    setCompatibility: (...rule) => registry.setCompatibility(...rule),
  };
}

class RegistryCopies {
  readonly #folder: SchemaFolder;
  /** Read without the registry, and not compared with it since. */
  readonly #uncompared = new Set<NamedSchema>();
  #comparing: NodeJS.Timeout | undefined;
  readonly #told = new Set<NamedSchema>();

  constructor(
    private readonly registry: ContractRegistry,
    private readonly options: CopiedRegistryOptions,
  ) {
    const { folder, logger, maxEntries = 10_000 } = options;
    this.#folder = new SchemaFolder({ folder, logger, maxEntries, maxLength: maxEntryLength });
  }

  async schema(named: NamedSchema): Promise<AvroSchema> {
    const copy = await this.#folder.read(named);
    const mayStandIn = copy !== undefined && copy.registry === this.options.url;
    try {
      // One that is known stands in at once for the time the registry is known to be away.
      if (mayStandIn && this.#uncompared.size > 0) return this.#standIn(named, copy.schema);
      return await this.#fetch(named, copy?.schema);
    } catch (error) {
      if (mayStandIn && isSpillwayError(error, 'SPW-3003')) return this.#standIn(named, copy.schema);
      throw error;
    }
  }

  async #fetch(named: NamedSchema, copy: AvroSchema | undefined): Promise<AvroSchema> {
    const asked = typeof named === 'number' ? this.registry.schemaById(named) : this.registry.schemaByGuid(named);
    const schema = await asked.catch((error: unknown) => {
      if (copy !== undefined && isSpillwayError(error, 'SPW-3002'))
        throw this.#otherRegistry(named, 'does not know it');
      throw error;
    });
    if (copy !== undefined && schemaFingerprint(copy) !== schemaFingerprint(schema)) {
      throw this.#otherRegistry(named, 'gives another one');
    }
    if (copy === undefined) await this.#folder.write({ registry: this.options.url, named, schema });
    return schema;
  }

  #standIn(named: NamedSchema, schema: AvroSchema): AvroSchema {
    this.#uncompared.add(named);
    this.#compareLater();
    return schema;
  }

  #compareLater(): void {
    if (this.#comparing !== undefined) return;
    const { compareAfterMs = 10_000 } = this.options;
    this.#comparing = setTimeout(() => void this.#compare(), compareAfterMs).unref();
  }

  /** One after the other: the registry has just come back. */
  async #compare(): Promise<void> {
    for (const named of this.#uncompared) {
      const copy = await this.#folder.read(named);
      const failure = await this.#fetch(named, copy?.schema).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (isSpillwayError(failure, 'SPW-3003')) break;
      this.#uncompared.delete(named);
    }
    this.#comparing = undefined;
    if (this.#uncompared.size > 0) this.#compareLater();
  }

  #otherRegistry(named: NamedSchema, what: string): SpillwayError {
    const { url, folder, logger } = this.options;
    const detail = `Schema ${named} is known from the copy in ${folder}, and the registry (${url}) ${what}`;
    // It is asked again and again, by everything that waits.
    if (!this.#told.has(named)) {
      logger.error(
        { errorCode: 'SPW-3010', schema: named, folder },
        'The registry is another one than was copied from',
      );
    }
    this.#told.add(named);
    return new SpillwayError('SPW-3010', detail, { context: { schemaId: named } });
  }
}
