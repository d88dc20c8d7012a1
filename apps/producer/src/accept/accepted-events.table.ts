import { sql, type Kysely } from 'kysely';

/** One row per event identity that this producer was ever asked to publish. */
interface AcceptedEventsTable {
  source: string;
  event_id: string;
  type: string;
  content_hash: string;
  /** `pending` before the publish, `accepted` only after the broker's ack. */
  status: 'pending' | 'accepted';
  topic: string | null;
  partition: number | null;
  /** Text in answers: drivers disagree about 64-bit numbers. */
  record_offset: string | null;
  import_id: string | null;
  origin: string | null;
}

export interface ProducerDatabase {
  accepted_events: AcceptedEventsTable;
}

/** The producer's own tables; satisfies the state store's migration set. */
export const producerMigrations = {
  owner: 'producer',
  steps: { '0001-accepted-events': { up: createAcceptedEvents } },
};

async function createAcceptedEvents(db: Kysely<unknown>): Promise<void> {
  await sql`
        create table accepted_events (
          source text not null,
          event_id text not null,
          type text not null,
          content_hash text not null,
          status text not null check (status in ('pending', 'accepted')),
          topic text,
          partition integer,
          record_offset bigint,
          import_id text,
          origin text,
          primary key (source, event_id)
        )`.execute(db);
  await sql`
        create index accepted_events_import on accepted_events (import_id, type)
        where import_id is not null and status = 'accepted'`.execute(db);
}
