import type { AppManifest } from '@spillway/streaming';
import { brokenGroups } from './broken-groups.js';
import { countLost, type ReadingCount } from './count-lost.js';
import { impactCodecs, type ImpactCodecs } from './impact-codecs.js';
import type { ImpactSources } from './impact-of-contract.js';
import type { ContractImpact, GroupImpact } from './impact-report.js';
import type { LoggedRecord } from './logged-record.js';
import { recordsOfEvent } from './records-of-event.js';
import type { RemovedEvent } from './removed-events.js';
import type { WaitingRecord } from './read-waiting.js';
import { mayWait, readingsOf, type Reading } from './event-readings.js';

/**
 * What the removal of a contract means: every group that handles its events would break, with what waits for it and with
 * what is stored.
 *
 * @throws SpillwayError `SPW-3003` and what the apps answer
 */
export async function impactOfRemoval(event: RemovedEvent, sources: ImpactSources): Promise<ContractImpact> {
  const codecs = sources.registry && (await impactCodecs(sources.registry, event));
  const stored = codecs && (await sources.sample?.([event.type]));
  const sample = codecs && stored ? await countStored(stored, codecs) : null;
  const groups: GroupImpact[] = [];
  for (const reading of readingsOf(sources.manifests, event)) {
    groups.push(await impactOnGroup(reading, { event, sources, codecs }));
  }
  const order = groups.some(({ turn }) => turn === 'never') ? 'none' : 'any';
  const rules = sources.check.open.filter(({ path }) => path === event.type);
  const broken = brokenGroups(groups);
  // That stored events have no contract is what the rule says: who gave a reason for it has accepted that.
  const breaks = broken.length > 0 || rules.length > 0;
  return {
    ...{ contract: event.type, file: null, registry: null, rules, sample },
    ...{ order, steps: [], groups, broken, conflictsWith: [], breaks },
  };
}

/** By their own schema they are read now; then nothing knows them. */
function countStored(stored: readonly LoggedRecord[], codecs: ImpactCodecs): Promise<ReadingCount> {
  const codec = codecs.pinned(undefined);
  return countLost(stored, { now: { codec, hasToKnow: false }, proposed: { codec, hasToKnow: true } });
}

interface RemovalInputs {
  readonly event: RemovedEvent;
  readonly sources: ImpactSources;
  readonly codecs: ImpactCodecs | undefined;
}

async function impactOnGroup(reading: Reading, { event, sources, codecs }: RemovalInputs): Promise<GroupImpact> {
  const { app, group, does, manifest, holdsKeys } = reading;
  // Who keeps what nobody handles reads it on by the schema it was written with.
  const isHandled = does === 'handles' && manifest.unreadable === 'dead-letter';
  const runs = sources.manifests.find((each) => each.app === app)!;
  const waiting = codecs && mayWait(manifest) ? await sources.waiting?.(reading) : undefined;
  const count =
    codecs && waiting && (await lostOf(waiting.records, { app: runs, event, codecs, hasToKnow: isHandled }));
  const gone = { rule: 'CONTRACT_REMOVED', path: event.type, detail: 'no contract has it any more' } as const;
  return {
    ...{ app, group, does, turn: isHandled ? 'never' : 'any', newEvents: [], oldEvents: isHandled ? [gone] : [] },
    ...{ rewritten: null, retry: count?.retry ?? null, deadLetters: count?.deadLetters ?? null },
    holdsKeys,
    cutAt: waiting?.cutAt ?? null,
  };
}

interface WithoutEvent {
  readonly app: AppManifest;
  readonly event: RemovedEvent;
  readonly codecs: ImpactCodecs;
  readonly hasToKnow: boolean;
}

interface Lost {
  readonly retry: ReadingCount;
  readonly deadLetters: ReadingCount;
}

/** What waits, read as the app runs now, and as it would without the event. */
async function lostOf(
  records: readonly WaitingRecord[],
  { app, event, codecs, hasToKnow }: WithoutEvent,
): Promise<Lost> {
  const events = app.events.filter(({ type }) => type !== event.type);
  const now = { codec: codecs.pinned(app), hasToKnow };
  const proposed = { codec: codecs.pinned({ ...app, events }), hasToKnow };
  const its = await recordsOfEvent(event, { records, codec: now.codec });
  const lost = (kind: WaitingRecord['kind']): Promise<ReadingCount> =>
    countLost(
      its.filter((each) => each.kind === kind),
      { now, proposed },
    );
  return { retry: await lost('retry'), deadLetters: await lost('dead-letter') };
}
