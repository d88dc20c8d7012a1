import type { ContractRegistry } from '@spillway/codecs';
import type { Contract, ContractSet, Past, Suppression } from '@spillway/contracts';
import type { AppManifest } from '@spillway/streaming';
import { namedAppAddress } from '../../http/app-address.js';
import type { Session } from '../../session/session.js';
import { registryUrlOf } from '../../system/registry-url-of.js';
import { checkReport, type CheckReport } from '../check/check-report.js';
import { openRegistry } from '../open-registry.js';
import { pastOfRegistry } from '../past/past-of-registry.js';
import { proposedContracts } from './changed-contracts.js';
import { impactOfContract, type ImpactSources } from './impact-of-contract.js';
import { impactOfRemoval } from './impact-of-removal.js';
import type { ContractImpact, ImpactReport } from './impact-report.js';
import { orderConflicts } from './order-conflicts.js';
import { versionsOfApps } from './versions-of-apps.js';
import { readSample } from './read-sample.js';
import { readWaiting, type Waiting } from './read-waiting.js';
import { removedEvents, type RemovedEvent } from './removed-events.js';
import { mayWait, readingsOf, type EventNames } from './event-readings.js';
import { registrationState } from './registration-state.js';
import { withAttributes } from './with-attributes.js';

export type ImpactPart = 'registry' | 'sample' | 'waiting';

export interface ImpactRun {
  readonly session: Session;
  readonly manifests: readonly AppManifest[];
  /** The contracts that stand where the manifests do, by full name. */
  readonly former: ReadonlyMap<string, Contract>;
  readonly suppressions: readonly Suppression[];
  /** Not asked. */
  readonly without: readonly ImpactPart[];
  readonly sampleCount: number;
  readonly waitingLimit: number;
  readonly registryUrl?: string | undefined;
  readonly auditUrl?: string | undefined;
  /** By name of the app. */
  readonly appUrls: Readonly<Record<string, string>>;
}

/**
 * Holds proposed contracts against what runs.
 *
 * @param types only these; all when there are none
 * @throws SpillwayError `SPW-3008` · `SPW-3003` · `SPW-2004` · `SPW-5210` and what the apps answer
 */
export async function runImpact(set: ContractSet, types: readonly string[], run: ImpactRun): Promise<ImpactReport> {
  const { manifests, former } = run;
  const isAsked = ({ type }: { readonly type: string }): boolean => types.length === 0 || types.includes(type);
  const proposed = proposedContracts(set, manifests, former).filter(isAsked);
  const removed = removedEvents(set, manifests, former).filter(isAsked);
  const asked = run.without.includes('registry') ? undefined : await askRegistry(run, set);
  const past = withAttributes(asked?.past ?? versionsOfApps(manifests), former);
  const check = checkReport(set, past, { suppressions: run.suppressions });
  const sources: ImpactSources = {
    manifests,
    past,
    check,
    registry: asked?.registry,
    ...askedOfApps(run, appsAsked([...proposed, ...removed], manifests)),
  };
  const contracts: ContractImpact[] = [];
  const standing = { unchanged: [] as string[], ahead: [] as string[], changed: [] as string[] };
  for (const each of proposed) {
    const state = await registrationState(each, sources);
    standing[state].push(each.type);
    if (state !== 'unchanged') contracts.push(await impactOfContract(each, sources));
  }
  const removal = { ...sources, check: checkRemoval(set, removed, run) };
  for (const event of removed) contracts.push(await impactOfRemoval(event, removal));
  const conflicts = orderConflicts(contracts);
  const inOrder = contracts.map((each) => ({ ...each, conflictsWith: conflicts.get(each.contract) ?? [] }));
  return { contracts: inOrder, unchanged: standing.unchanged, ahead: standing.ahead };
}

/** Of the removed events alone: every one that apps have is a finding, unless somebody gave a reason. */
function checkRemoval(
  set: ContractSet,
  removed: readonly RemovedEvent[],
  { manifests, suppressions }: ImpactRun,
): CheckReport {
  const types = new Set(removed.map(({ type }) => type));
  const having = manifests.map((app) => ({ ...app, events: app.events.filter(({ type }) => types.has(type)) }));
  return checkReport(set, { ...versionsOfApps(having), isWhole: true }, { suppressions });
}

async function askRegistry(
  { session, registryUrl }: ImpactRun,
  set: ContractSet,
): Promise<{ readonly registry: ContractRegistry; readonly past: Past }> {
  const url = registryUrlOf(session, registryUrl);
  const { registry, history } = await openRegistry({ registryUrl: url, env: session.env });
  return { registry, past: await pastOfRegistry(history, set) };
}

/** Apps with groups for which events of these contracts may wait. */
function appsAsked(proposed: readonly EventNames[], manifests: readonly AppManifest[]): ReadonlySet<string> {
  const readings = proposed.flatMap((event) => readingsOf(manifests, event));
  return new Set(readings.filter(({ manifest }) => mayWait(manifest)).map(({ app }) => app));
}

function askedOfApps(run: ImpactRun, apps: ReadonlySet<string>): Pick<ImpactSources, 'sample' | 'waiting'> {
  const { session, without, sampleCount: count, waitingLimit: limit, auditUrl, appUrls } = run;
  const sample: ImpactSources['sample'] = async (types) => {
    const samples = await Promise.all(types.map((type) => readSample(session, { type, count, url: auditUrl })));
    return samples.flat();
  };
  const known = new Map<string, Promise<Waiting>>();
  // Once for each group, whatever number of contracts is changed.
  const waiting: ImpactSources['waiting'] = ({ app, group }) => {
    const address = () => namedAppAddress(session, app, { flags: appUrls, isOnly: apps.size === 1 });
    const asked = known.get(group) ?? readWaiting(session, address(), { group, limit });
    known.set(group, asked);
    return asked;
  };
  return {
    sample: without.includes('sample') ? undefined : sample,
    waiting: without.includes('waiting') ? undefined : waiting,
  };
}
