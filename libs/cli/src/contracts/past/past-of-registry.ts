import type { RegisteredVersion, RegistryHistory } from '@spillway/codecs';
import {
  compatibilityModes,
  fullNameOf,
  isSpillwayError,
  modeWhenSilent,
  SpillwayError,
  type AvroSchema,
  type CompatibilityMode,
} from '@spillway/events';
import { versionLabel } from './version-label.js';
import {
  parseSchema,
  statedAttributes,
  type Contract,
  type ContractSet,
  type Past,
  type PastContract,
  type PastVersion,
} from '@spillway/contracts';

/**
 * Every version that a registry has of these contracts, with the mode of the subject. A subject is theirs when it is the one
 * that a contract has, or is named after one (`<full name>`, `<topic>-<full name>`), or is a topic's (`<topic>-value`) and its
 * last version is of that name.
 *
 * @throws SpillwayError `SPW-3003` · `SPW-3008` a version there is no Avro schema
 */
export async function pastOfRegistry(registry: RegistryHistory, proposed: ContractSet): Promise<Past> {
  const registered = proposed.contracts.filter(({ subject }) => subject !== undefined);
  // Loaded with the registry: other commands start without.
  const { mapBounded } = await import('@spillway/codecs');
  const subjects = ownLast(await registry.subjects(), registered);
  const found = await mapBounded(subjects, (subject) => pastOfSubject(subject, registered, registry));
  const contracts = new Map<string, PastContract>();
  for (const past of found) {
    if (past === undefined) continue;
    const { fullName, versions, mode = contracts.get(fullName)?.mode, ...last } = past;
    const before = contracts.get(fullName)?.versions ?? [];
    contracts.set(fullName, { ...last, versions: [...before, ...versions], mode });
  }
  return { label: 'registry', contracts, isWhole: false };
}

/** What counts of several subjects is the last: the one that a contract is registered in now. */
function ownLast(subjects: readonly string[], contracts: readonly Contract[]): readonly string[] {
  const own = new Set(contracts.map(({ subject }) => subject));
  return [...subjects.filter((subject) => !own.has(subject)), ...subjects.filter((subject) => own.has(subject))];
}

/** Undefined when it is of none of the contracts. */
async function pastOfSubject(
  subject: string,
  contracts: readonly Contract[],
  registry: RegistryHistory,
): Promise<(PastContract & { readonly fullName: string }) | undefined> {
  const fullName = await nameOf(subject, contracts, registry);
  if (fullName === undefined) return undefined;
  const [mode, versions] = await Promise.all([registry.compatibility(subject), registry.versions(subject)]);
  return {
    fullName,
    versions: versions.map((version) => pastVersion(subject, version)),
    mode: modeOf(subject, mode),
    modeWhenSilent: modeWhenSilent(mode),
    attributes: statedAttributes(versions.at(-1)?.schema),
  };
}

async function nameOf(
  subject: string,
  contracts: readonly Contract[],
  registry: RegistryHistory,
): Promise<string | undefined> {
  const own = contracts.find((contract) => contract.subject === subject);
  if (own !== undefined) return own.fullName;
  const fullNames = contracts.flatMap(({ fullName, aliases }) => [fullName, ...aliases]);
  const name = fullNames.find((each) => subject === each || subject.endsWith(`-${each}`));
  return name ?? (subject.endsWith('-value') ? recordOf(registry, subject, fullNames) : undefined);
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
  const label = versionLabel(subject, version);
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
