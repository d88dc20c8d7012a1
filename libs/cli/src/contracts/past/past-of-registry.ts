import type { RegisteredVersion, RegistryHistory } from '@spillway/codecs';
import {
  compatibilityModes,
  fullNameOf,
  isSpillwayError,
  SpillwayError,
  type AvroSchema,
  type CompatibilityMode,
} from '@spillway/events';
import { parseSchema, type ContractSet, type Past, type PastContract, type PastVersion } from '@spillway/contracts';

/**
 * Every version that a registry has of these contracts, with the mode of the subject. A subject is theirs when it is named
 * after one (`<full name>`, `<topic>-<full name>`), or is a topic's (`<topic>-value`) and its last version is of that name.
 *
 * @throws SpillwayError `SPW-3003` · `SPW-3008` a version there is no Avro schema
 */
export async function pastOfRegistry(registry: RegistryHistory, proposed: ContractSet): Promise<Past> {
  const events = proposed.contracts.filter(({ kind }) => kind === 'event');
  const fullNames = events.flatMap(({ fullName, aliases }) => [fullName, ...aliases]);
  const contracts = new Map<string, PastContract>();
  for (const subject of await registry.subjects()) {
    const name = fullNames.find((each) => subject === each || subject.endsWith(`-${each}`));
    const fullName = name ?? (subject.endsWith('-value') ? await recordOf(registry, subject, fullNames) : undefined);
    if (fullName === undefined) continue;
    const mode = modeOf(subject, await registry.compatibility(subject));
    const versions = (await registry.versions(subject)).map((version) => pastVersion(subject, version));
    const known = contracts.get(fullName);
    contracts.set(fullName, { versions: [...(known?.versions ?? []), ...versions], mode: known?.mode ?? mode });
  }
  return { label: 'registry', contracts, isWhole: false };
}

async function recordOf(
  registry: RegistryHistory,
  subject: string,
  fullNames: readonly string[],
): Promise<string | undefined> {
  const latest = await registry.latest(subject).catch((error: unknown) => {
    // What somebody else has there is not ours to judge.
    if (isSpillwayError(error, 'SPW-3008')) return undefined;
    throw error;
  });
  const name = isRecord(latest?.schema) ? fullNameOf(latest.schema) : undefined;
  return name !== undefined && fullNames.includes(name) ? name : undefined;
}

function isRecord(schema: AvroSchema | undefined): schema is AvroSchema {
  const { type, name } = (typeof schema === 'object' ? schema : {}) as {
    readonly type?: unknown;
    readonly name?: unknown;
  };
  return type === 'record' && typeof name === 'string';
}

function pastVersion(subject: string, { version, schema, references }: RegisteredVersion): PastVersion {
  const label = `${subject} v${version}`;
  const foreign = (name: string) => {
    const found = references.get(name);
    return found === undefined ? undefined : { schema: found, source: `${label}, ${name}` };
  };
  return { label, schema: parseSchema(schema, label, foreign) };
}

function modeOf(subject: string, mode: string | undefined): CompatibilityMode | undefined {
  if (mode === undefined || compatibilityModes.includes(mode as CompatibilityMode)) return mode as CompatibilityMode;
  throw new SpillwayError('SPW-3003', `The registry has the mode ${mode} for ${subject}, which nobody knows.`);
}
