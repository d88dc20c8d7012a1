import { defineErrors } from '../error-definition.js';

/** SPW-60xx: service state. */
export const stateErrors = defineErrors({
  'SPW-6001': {
    name: 'StateUnreachable',
    title: 'The state database is not reachable',
    cause: 'PostgreSQL is down, restarting or cut off by the network, or the embedded database was closed.',
    fix: 'Check that PostgreSQL answers at SPILLWAY_POSTGRES_URL; work goes on by itself once it does.',
    retryable: true,
    status: 503,
  },
  'SPW-6002': {
    name: 'StateFolderInUse',
    title: 'Another process works on this state folder',
    cause: 'Embedded state serves one process; the named one has the folder open.',
    fix: 'Stop that process, give this one another SPILLWAY_DATA_DIR, or share a PostgreSQL through SPILLWAY_POSTGRES_URL.',
    retryable: false,
    status: 500,
  },
  'SPW-6003': {
    name: 'EmbeddedStateShared',
    title: 'Embedded state cannot serve a group with several members',
    cause: 'Another instance is in the same consumer group; each would keep totals of its own share in its own folder.',
    fix: 'Set SPILLWAY_POSTGRES_URL to one PostgreSQL for all instances, or stop the other instance.',
    retryable: false,
    status: 500,
  },
  'SPW-6004': {
    name: 'StateFolderUnusable',
    title: 'The state folder cannot be used',
    cause: 'The folder cannot be created, written or locked, or what lies in it is no database.',
    fix: 'Give SPILLWAY_DATA_DIR a folder on a local disk that this user may write. A damaged state of a consumer may be deleted: its groups fill it again from the log.',
    retryable: false,
    status: 500,
  },
  'SPW-6005': {
    name: 'StateMigrationFailed',
    title: 'The tables of the state database could not be brought up to date',
    cause:
      'A migration failed (PostgreSQL older than 14, missing rights), or the database was made by a newer version.',
    fix: 'Read the cause; nothing was changed, each set of migrations runs in one transaction.',
    retryable: false,
    status: 500,
  },
  'SPW-6006': {
    name: 'StateBusy',
    title: 'The state database gave up on a statement',
    cause: 'A deadlock, a lock held for too long, a statement over its time limit, or no free connection or space.',
    fix: 'It is tried again; when it stays, look at long transactions, connections and disk space of PostgreSQL.',
    retryable: true,
    status: 503,
  },
  'SPW-6007': {
    name: 'StateRefused',
    title: 'The state database refuses this user',
    cause: 'The user, password or database name in SPILLWAY_POSTGRES_URL is wrong, or TLS cannot be agreed on.',
    fix: 'Correct SPILLWAY_POSTGRES_URL (postgres://user:password@host:5432/database?sslmode=verify-full).',
    retryable: false,
    status: 500,
  },
});
