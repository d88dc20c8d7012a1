import type { Generated } from 'kysely';

/** What a group has done in one partition. `done` is an `int8multirange` in its text form. */
interface InboxPositionsTable {
  group_id: string;
  topic: string;
  partition: number;
  done: string;
  topic_id: string | null;
  completed: Generated<number>;
  dead_lettered: Generated<number>;
}

/** Events a group has seen within the window. `event` is a digest of source and id. */
interface InboxEventsTable {
  group_id: string;
  event: string;
  seen_at: Date;
}

export interface InboxDatabase {
  inbox_positions: InboxPositionsTable;
  inbox_events: InboxEventsTable;
}
