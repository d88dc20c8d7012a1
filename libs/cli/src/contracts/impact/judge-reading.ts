import { compare, parseSchema, type Finding, type PastVersion, type TypeUse } from '@spillway/contracts';
import type { EventNames, Reading } from './event-readings.js';

/** One reason why a record is not read. */
export interface Incompatibility {
  /** A rule of contracts, or `NO_HANDLER`. */
  readonly rule: Finding['rule'] | 'CONTRACT_REMOVED' | 'TOPIC_CHANGED' | 'NO_HANDLER';
  readonly path: string;
  readonly detail: string;
}

export interface ReadingJudgement {
  /** Why the group, as it runs now, does not read what is written with the proposed contract. None: it does. */
  readonly newEvents: readonly Incompatibility[];
  /** Why the proposed contract does not read what was written before. None: it does. */
  readonly oldEvents: readonly Incompatibility[];
}

export interface Judged {
  readonly event: EventNames;
  readonly proposed: TypeUse;
  /** Written before, and still to be read. */
  readonly past: readonly PastVersion[];
}

/** What a change of a contract means for a group: before it has the new contract, and once it has it. */
export function judgeReading(reading: Reading, judged: Judged): ReadingJudgement {
  const needsHandler = needsHandlers(reading);
  const oldEvents = oldIncompatibilities(judged, needsHandler);
  const { event } = judged;
  if (!getsNewEvents(reading, event)) {
    // Who handles or keeps them gets no more, and is left with what it has not read yet.
    const left = handles(reading, event) || !needsHandler ? [moved(event)] : [];
    return { newEvents: left, oldEvents: [...left, ...oldEvents] };
  }
  if (reading.does === 'nothing' && needsHandler) return { newEvents: [noHandler(event.type)], oldEvents };
  return { newEvents: newIncompatibilities(reading, judged), oldEvents };
}

/** What it has no handler for it gives up, however well it is read; who keeps everything needs none. */
function needsHandlers({ manifest }: Reading): boolean {
  return manifest.unreadable === 'dead-letter';
}

/** Under an older name, too: what is renamed where it moves was handled by that. */
function handles({ does, manifest }: Reading, { aliases }: EventNames): boolean {
  return does === 'handles' || manifest.handlers.some((each) => aliases.some((name) => each.handles.includes(name)));
}

function getsNewEvents({ manifest }: Reading, { movedTo }: EventNames): boolean {
  return movedTo === undefined || manifest.topics.some(({ topic }) => topic === movedTo);
}

function oldIncompatibilities({ event, proposed, past }: Judged, needsHandler: boolean): readonly Incompatibility[] {
  const all = past.flatMap(({ schema }) => {
    const renamed = needsHandler ? otherName(schema, event) : [];
    return [...renamed, ...incompatibilities(compare(schema, proposed, 'reader'))];
  });
  return distinct(all);
}

function newIncompatibilities({ app, pinned }: Reading, { event, proposed }: Judged): readonly Incompatibility[] {
  const reader = pinned === undefined ? undefined : parseSchema(pinned.schema, `${app} (${pinned.type})`);
  const isByName = reader !== undefined && nameOf(reader) === event.type;
  return isByName ? incompatibilities(compare(proposed, reader, 'writer')) : [];
}

/** Events are known by the name they were written under: that of the event, or one that it had before. */
function otherName(schema: TypeUse, { type, aliases }: EventNames): readonly Incompatibility[] {
  const name = nameOf(schema);
  return name === type || aliases.includes(name) ? [] : [noHandler(name)];
}

function noHandler(type: string): Incompatibility {
  return { rule: 'NO_HANDLER', path: type, detail: 'neither handled nor ignored' };
}

function moved({ type, topic, movedTo }: EventNames): Incompatibility {
  return { rule: 'TOPIC_CHANGED', path: type, detail: `${topic} → ${movedTo}` };
}

function nameOf({ node }: TypeUse): string {
  return 'name' in node ? node.name : '';
}

function incompatibilities(findings: readonly Finding[]): readonly Incompatibility[] {
  return findings.map(({ rule, path, detail }) => ({ rule, path, detail }));
}

/** A difference that stands against several versions once. */
function distinct(all: readonly Incompatibility[]): readonly Incompatibility[] {
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}
