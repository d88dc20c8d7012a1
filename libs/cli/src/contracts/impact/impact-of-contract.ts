import type { ContractRegistry } from '@spillway/codecs';
import type { Past, PastVersion } from '@spillway/contracts';
import type { AppManifest, EventCodec } from '@spillway/streaming';
import type { CheckReport } from '../check/check-report.js';
import { brokenGroups } from './broken-groups.js';
import type { ProposedContract } from './changed-contracts.js';
import { countLost, type Reader, type ReadingCount } from './count-lost.js';
import { countUnread, writeAnew } from './count-unread.js';
import { deploymentOrder, groupTurn } from './deployment-order.js';
import { deploymentSteps } from './deployment-steps.js';
import { impactCodecs, type ImpactCodecs } from './impact-codecs.js';
import type { ContractImpact, GroupImpact, RegistryImpact } from './impact-report.js';
import { judgeReading } from './judge-reading.js';
import type { LoggedRecord } from './logged-record.js';
import { recordsOfEvent } from './records-of-event.js';
import { versionsToRead } from './versions-to-read.js';
import type { Waiting } from './read-waiting.js';
import { mayWait, readingsOf, type Reading } from './event-readings.js';
import { writersOf } from './writers-of.js';

/** What a contract is held against; what is undefined was not asked. */
export interface ImpactSources {
  readonly manifests: readonly AppManifest[];
  /** What is registered, or, without a registry, what the apps have. */
  readonly past: Past;
  readonly check: CheckReport;
  readonly registry: ContractRegistry | undefined;
  sample?(types: readonly string[]): Promise<readonly LoggedRecord[]>;
  waiting?(reading: Reading): Promise<Waiting>;
}

/**
 * What a contract means for every group that reads its events.
 *
 * @throws SpillwayError `SPW-3003` and what the apps answer
 */
export async function impactOfContract(proposed: ProposedContract, sources: ImpactSources): Promise<ContractImpact> {
  const { manifests, registry, check } = sources;
  const names = [proposed.type, ...proposed.aliases];
  const past = versionsToRead(proposed, sources.past);
  const codecs = registry && (await impactCodecs(registry, proposed));
  const sample = codecs && (await sources.sample?.(names));
  const readings = readingsOf(manifests, proposed);
  const groups: GroupImpact[] = [];
  for (const reading of readings) {
    groups.push(await impactOnGroup(reading, { proposed, past, sources, codecs, sample }));
  }
  const order = deploymentOrder(groups.map(({ turn }) => turn));
  const broken = brokenGroups(groups);
  const impact = {
    contract: proposed.type,
    file: proposed.contract.shownAs,
    registry: registry === undefined ? null : registryImpact(names, sources.past),
    rules: check.open.filter(({ contracts }) => contracts.some((name) => names.includes(name))),
    sample: sample === undefined || codecs === undefined ? null : await countSample(sample, codecs),
    order,
    steps: deploymentSteps(order, { groups, writers: writersOf(manifests, proposed) }),
    groups,
    broken,
    conflictsWith: [],
  };
  return { ...impact, breaks: broken.length > 0 || impact.rules.length > 0 || (impact.sample?.lost ?? 0) > 0 };
}

interface GroupInputs {
  readonly proposed: ProposedContract;
  readonly past: readonly PastVersion[];
  readonly sources: ImpactSources;
  readonly codecs: ImpactCodecs | undefined;
  readonly sample: readonly LoggedRecord[] | undefined;
}

async function impactOnGroup(reading: Reading, inputs: GroupInputs): Promise<GroupImpact> {
  const { proposed, past, sources, codecs, sample } = inputs;
  const { app, group, does, manifest: ofGroup, holdsKeys } = reading;
  const manifest = sources.manifests.find((each) => each.app === app)!;
  const { newEvents, oldEvents } = judgeReading(reading, { event: proposed, proposed: proposed.contract.type, past });
  const waiting = codecs !== undefined && mayWait(ofGroup) ? await sources.waiting?.(reading) : undefined;
  const hasToKnow = ofGroup.unreadable === 'dead-letter';
  const by = (codec: EventCodec): Reader => ({ codec, hasToKnow });
  const count = async (kind: 'retry' | 'dead-letter') => {
    if (waiting === undefined || codecs === undefined) return null;
    const records = await recordsOfEvent(proposed, { records: waiting.records, codec: codecs.pinned(manifest) });
    const ofKind = records.filter((each) => each.kind === kind);
    return countLost(ofKind, { now: by(codecs.pinned(manifest)), proposed: by(codecs.proposed(manifest)) });
  };
  const anew = codecs && sample && (await writeAnew(sample, codecs, codecs.proposed(manifest)));
  return {
    ...{ app, group, does, turn: groupTurn({ newEvents, oldEvents }), newEvents, oldEvents },
    rewritten: anew === undefined ? null : await countUnread(anew, by(codecs!.pinnedOfWritten(manifest))),
    retry: await count('retry'),
    deadLetters: await count('dead-letter'),
    holdsKeys,
    cutAt: waiting?.cutAt ?? null,
  };
}

/** Whether they were readable at all, their own schema says: by that they are read now. */
async function countSample(sample: readonly LoggedRecord[], codecs: ImpactCodecs): Promise<ReadingCount> {
  const by = (codec: EventCodec): Reader => ({ codec, hasToKnow: false });
  return countLost(sample, { now: by(codecs.pinned(undefined)), proposed: by(codecs.proposed(undefined)) });
}

function registryImpact(names: readonly string[], past: Past): RegistryImpact {
  const known = names.flatMap((name) => past.contracts.get(name) ?? []);
  return {
    versions: known.flatMap(({ versions }) => versions).length,
    mode: known.find(({ mode }) => mode !== undefined)?.mode,
  };
}
