import { setImmediate } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import type { RecordPosition } from '@spillway/streaming';
import type { ImportOrigin } from './candidate.js';
import type { ProducerDatabase } from './accepted-events.table.js';

export interface EventKey {
  readonly source: string;
  readonly id: string;
}

export interface Reservation extends EventKey {
  readonly type: string;
  readonly contentHash: string;
  readonly importOrigin?: ImportOrigin;
}

/** What the store knew of an identity when it was to be reserved. */
export type Reserved =
  | { readonly status: 'new' }
  /** Asked for before, never noted as written: a crash or an unknown outcome lies behind it. */
  | { readonly status: 'pending'; readonly contentHash: string }
  | {
      readonly status: 'accepted';
      readonly contentHash: string;
      readonly position: RecordPosition;
      readonly importOrigin?: ImportOrigin;
    };

export interface Settlement extends EventKey {
  readonly position: RecordPosition;
  readonly importOrigin?: ImportOrigin;
}

/** Rows per statement: a statement takes 65,535 parameters, and PGlite runs one statement at a time. */
const rowsPerStatement = 1_000;

/** Which events this producer has accepted; the memory behind `deduplicated` and `conflict`. */
export class AcceptedEventsStore {
  constructor(private readonly db: Kysely<ProducerDatabase>) {}

  /** Notes each new identity as pending and answers what was known of it before (index-aligned). Identities are distinct. */
  async reserve(reservations: readonly Reservation[]): Promise<readonly Reserved[]> {
    const answers: Reserved[] = [];
    for await (const part of inParts(reservations)) answers.push(...(await this.reservePart(part)));
    return answers;
  }

  /** Notes that these lie in the log. */
  async accept(settlements: readonly Settlement[]): Promise<void> {
    for await (const part of inParts(settlements)) {
      await sql`
        update accepted_events as known
        set status = 'accepted', topic = noted.topic, partition = noted.partition,
            record_offset = noted.record_offset, import_id = noted.import_id, origin = noted.origin
        from unnest(
          ${part.map(({ source }) => source)}::text[],
          ${part.map(({ id }) => id)}::text[],
          ${part.map(({ position }) => position.topic)}::text[],
          ${part.map(({ position }) => position.partition)}::integer[],
          ${part.map(({ position }) => String(position.offset))}::bigint[],
          ${part.map(({ importOrigin }) => importOrigin?.importId ?? null)}::text[],
          ${part.map(({ importOrigin }) => importOrigin?.position ?? null)}::text[]
        ) as noted (source, event_id, topic, partition, record_offset, import_id, origin)
        where known.source = noted.source and known.event_id = noted.event_id`.execute(this.db);
    }
  }

  /** Forgets reservations whose event surely is not in the log. */
  async release(keys: readonly EventKey[]): Promise<void> {
    for await (const part of inParts(keys)) {
      await this.db
        .deleteFrom('accepted_events')
        .where('status', '=', 'pending')
        .where(({ eb, refTuple, tuple }) =>
          eb(
            refTuple('source', 'event_id'),
            'in',
            part.map(({ source, id }) => tuple(source, id)),
          ),
        )
        .execute();
    }
  }

  /** Accepted events of an import run, by type. */
  async countByType(importId: string): Promise<ReadonlyMap<string, number>> {
    const rows = await this.db
      .selectFrom('accepted_events')
      .select(['type', ({ fn }) => fn.countAll<string>().as('events')])
      .where('import_id', '=', importId)
      .where('status', '=', 'accepted')
      .groupBy('type')
      .execute();
    return new Map(rows.map(({ type, events }) => [type, Number(events)]));
  }

  private async reservePart(reservations: readonly Reservation[]): Promise<readonly Reserved[]> {
    const inserted = await this.db
      .insertInto('accepted_events')
      .values(reservations.map(toRow))
      .onConflict((conflict) => conflict.doNothing())
      .returning(['source', 'event_id'])
      .execute();
    const fresh = new Set(inserted.map(({ source, event_id: id }) => keyOf({ source, id })));
    const known = await this.load(reservations.filter((key) => !fresh.has(keyOf(key))));
    return reservations.map((key) => {
      // Neither inserted nor found: another instance released it in between, and we own nothing. Pending is the safe
      // reading, since what is then published is noted under the same identity.
      if (!fresh.has(keyOf(key))) return known.get(keyOf(key)) ?? { status: 'pending', contentHash: key.contentHash };
      return { status: 'new' };
    });
  }

  private async load(keys: readonly EventKey[]): Promise<ReadonlyMap<string, Reserved>> {
    if (keys.length === 0) return new Map();
    const rows = await this.db
      .selectFrom('accepted_events')
      .select(['source', 'event_id', 'content_hash', 'status', 'topic', 'partition', 'import_id', 'origin'])
      .select(sql<string | null>`record_offset::text`.as('record_offset'))
      .where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple('source', 'event_id'),
          'in',
          keys.map(({ source, id }) => tuple(source, id)),
        ),
      )
      .execute();
    return new Map(rows.map((row) => [keyOf({ source: row.source, id: row.event_id }), toReserved(row)]));
  }
}

/** One text per identity; neither part holds control characters. */
export function keyOf({ source, id }: EventKey): string {
  return `${source}\n${id}`;
}

/** PGlite answers without leaving the turn of the event loop: between parts others must get theirs. */
async function* inParts<T>(items: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let start = 0; start < items.length; start += rowsPerStatement) {
    if (start > 0) await setImmediate();
    yield items.slice(start, start + rowsPerStatement);
  }
}

function toRow(reservation: Reservation): ProducerDatabase['accepted_events'] {
  return {
    source: reservation.source,
    event_id: reservation.id,
    type: reservation.type,
    content_hash: reservation.contentHash,
    status: 'pending',
    topic: null,
    partition: null,
    record_offset: null,
    import_id: reservation.importOrigin?.importId ?? null,
    origin: reservation.importOrigin?.position ?? null,
  };
}

function toReserved(
  row: ProducerDatabase['accepted_events'] | Omit<ProducerDatabase['accepted_events'], 'type'>,
): Reserved {
  const { content_hash: contentHash, topic, partition, record_offset: offset, import_id: importId, origin } = row;
  if (row.status === 'pending' || topic === null || partition === null || offset === null) {
    return { status: 'pending', contentHash };
  }
  return {
    status: 'accepted',
    contentHash,
    position: { topic, partition, offset: BigInt(offset) },
    ...(importId !== null && origin !== null && { importOrigin: { importId, position: origin } }),
  };
}
