import { defineErrors } from '../error-definition.js';

/** SPW-70xx: the audit store. */
export const auditErrors = defineErrors({
  'SPW-7001': {
    name: 'AuditFolderInUse',
    title: 'The audit folder belongs to another process',
    cause: 'The embedded ClickHouse serves one process; another audit app still has this folder open.',
    fix: 'Stop the named process, or give this one its own SPILLWAY_DATA_DIR, or share a server by SPILLWAY_CLICKHOUSE_URL.',
    retryable: true,
    status: 503,
  },
  'SPW-7002': {
    name: 'AuditStoreUnavailable',
    title: 'The audit store does not answer',
    cause: 'ClickHouse is down, not reachable, out of space or memory, or refused the statement.',
    fix: 'Bring ClickHouse back; nothing is committed meanwhile and the audit app goes on by itself.',
    retryable: true,
    status: 503,
  },
  'SPW-7003': {
    name: 'AuditSchemaNewer',
    title: 'The audit tables are newer than this version',
    cause: 'A newer version of Spillway has migrated them.',
    fix: 'Run the version that migrated them, or a newer one.',
    retryable: false,
    status: 500,
  },
  'SPW-7004': {
    name: 'AuditRowRefused',
    title: 'A row does not fit the audit table',
    cause: 'A number is outside of its column; ClickHouse would store another value without a word, so it is not sent.',
    fix: 'Report it with the position of the record: the reader gave a value no log can hold.',
    retryable: false,
    status: 500,
  },
  'SPW-7005': {
    name: 'AuditQueryTooLong',
    title: 'The question took too long',
    cause: 'It reads more of the audit store than its time or memory limit allows.',
    fix: 'Narrow it: a topic, a type, or a shorter time range.',
    retryable: false,
    status: 503,
  },
  'SPW-7006': {
    name: 'AuditCursorInvalid',
    title: 'The cursor is not valid here',
    cause: 'It was changed, or it belongs to another question or another store.',
    fix: 'Start again without a cursor; use nextCursor only with the filters it came with.',
    retryable: false,
    status: 400,
  },
  'SPW-7007': {
    name: 'AuditEventUnknown',
    title: 'No record of this event is stored',
    cause: 'The id is wrong, or its record has not arrived yet.',
    fix: 'Check the id; GET /audit/completeness says up to where the store is complete.',
    retryable: false,
    status: 404,
  },
  'SPW-7008': {
    name: 'AuditEngineFailed',
    title: 'The embedded ClickHouse does not start',
    cause: 'The folder cannot be read or written, the disk is full, or its files come from another engine version.',
    fix: 'Check the folder and its permissions; the engine wrote its own reason to stderr.',
    retryable: false,
    status: 500,
  },
  'SPW-7009': {
    name: 'AuditStoreNotShared',
    title: 'An embedded audit store cannot serve a group with several members',
    cause:
      'Another audit app is in the same consumer group; each would keep its own share of the records in its own folder.',
    fix: 'Set SPILLWAY_CLICKHOUSE_URL to one server for all instances, or stop the other instance.',
    retryable: false,
    status: 500,
  },
});
