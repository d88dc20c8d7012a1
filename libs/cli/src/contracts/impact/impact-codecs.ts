import type { ContractRegistry } from '@spillway/codecs';
import type { AvroSchema, EventDefinition } from '@spillway/events';
import type { AppManifest, EventCodec } from '@spillway/streaming';
import type { EventNames } from './event-readings.js';

export interface ProposedEvent extends EventNames {
  readonly subject: string;
  readonly schema: AvroSchema;
}

/** Reads and writes events as apps do. */
export interface ImpactCodecs {
  /** As an app runs now; without one, by the schemas that events were written with. */
  pinned(manifest: AppManifest | undefined): EventCodec;
  /** As it would with the proposed contract and nothing else changed. */
  proposed(manifest: AppManifest | undefined): EventCodec;
  /** As it runs now, what `write` made. */
  pinnedOfWritten(manifest: AppManifest): EventCodec;
  /** An event as it will be written with the proposed contract. */
  write(payload: unknown): Promise<Buffer>;
}

/** The real codec with other definitions. Writers' schemas come from the registry, what is written anew from one in memory. */
export async function impactCodecs(registry: ContractRegistry, event: ProposedEvent): Promise<ImpactCodecs> {
  const { avroCodec, memoryRegistry } = await import('@spillway/codecs');
  const newer = definitionOf(event);
  const written = memoryRegistry();
  await written.register(event.subject, event.schema);
  const writing = avroCodec({ registry: written, definitions: [newer] });
  const reading = readOnly(registry);
  const names = [event.type, ...event.aliases];
  const isOther = ({ type }: EventDefinition): boolean => !names.includes(type);
  const definitionsOf = (manifest: AppManifest | undefined) => (manifest?.events ?? []).map(definitionOf);
  return {
    pinned: (manifest) => avroCodec({ registry: reading, definitions: definitionsOf(manifest) }),
    proposed: (manifest) =>
      avroCodec({ registry: reading, definitions: [...definitionsOf(manifest).filter(isOther), newer] }),
    pinnedOfWritten: (manifest) => avroCodec({ registry: readOnly(written), definitions: definitionsOf(manifest) }),
    write: async (payload) => writing.encode(newer, payload),
  };
}

/** Without what it refers to: the schema has all that is read and written by. */
function definitionOf(event: Pick<ProposedEvent, 'type' | 'topic' | 'subject' | 'schema'>): EventDefinition {
  const { type, topic, subject, schema } = event;
  return { type, topic, subject, schema, key: () => '' };
}

/** Nothing but schemas is asked of it: which of two versions is newer, a codec would ask for its metrics. */
function readOnly(registry: ContractRegistry): ContractRegistry {
  const refuse = () => Promise.reject(new Error('Nothing is registered here'));
  return {
    schemaById: (id) => registry.schemaById(id),
    schemaByGuid: (guid) => registry.schemaByGuid(guid),
    versionsOf: async () => [],
    lookUp: async () => ({ id: 0, version: 0 }),
    register: refuse,
    setCompatibility: refuse,
  };
}
