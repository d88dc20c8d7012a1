/**
 * Every failpoint and where it lies: at each await between receiving a record and committing its offset, and at each step
 * of taking partitions over and giving them back. Tests that kill at every point read this table.
 */
export const failpointTable = {
  'on-assigned': 'Partitions are assigned; nothing is looked up yet.',
  'during-rebuild': 'Pending retry records of an assigned partition are being read.',
  'before-epoch-commit': 'The retry state is rebuilt; the new epoch is not committed.',
  'after-epoch-commit': 'The new epoch is committed; nothing is handled yet.',
  'before-decode': 'A record was received; it is not decoded yet.',
  'after-decode': 'The record is decoded; its handler is not called yet.',
  'before-handler': 'The handler is about to be called.',
  'before-batch-handler': 'The same for a batch handler and its deliveries.',
  'after-handler': 'The handler has settled; nothing is noted yet.',
  'before-inbox-mark': 'Inside the transaction of the handler: its changes are written, the inbox does not know them.',
  'after-inbox-mark': 'Inside the transaction: the inbox mark is written, nothing is committed.',
  'after-inbox-commit': 'The transaction is committed; the offset is not done in memory yet.',
  'before-batch-mark':
    'The same three for a batch handler: its changes are written, the inbox knows none of its events.',
  'after-batch-mark': 'The marks of the batch are written, nothing is committed.',
  'after-batch-commit': 'The transaction of the batch is committed; its offsets are not done in memory yet.',
  'before-apart-mark':
    'The same three for what ends outside of a handler’s transaction: parked, a dead letter, passed.',
  'after-apart-mark': 'Its mark is written, nothing is committed.',
  'after-apart-commit': 'Its mark is committed; the offset is not done in memory yet.',
  'before-handler-publish': 'A handler publishes: the event is not written yet.',
  'after-handler-publish': 'What the handler published is acknowledged; the handler goes on.',
  'before-retry-publish': 'A failed or held record is about to be written to a tier.',
  'after-retry-publish': 'Its copy is acknowledged; the source is not done yet.',
  'before-hold-marker': 'A dead letter holds its key: the marker is not written yet.',
  'after-hold-marker': 'The marker is acknowledged; the dead letter is not written yet.',
  'before-dlq-publish': 'A dead letter is about to be written.',
  'after-dlq-publish': 'The dead letter is acknowledged; the source is not done yet.',
  'before-ledger-flush': 'Before a commit: the ledger is about to be written.',
  'before-passed-note': 'The ledger is acknowledged; what streams have passed is not noted in the inbox.',
  'after-ledger-flush': 'Ledger and inbox know what is done; nothing is committed yet.',
  'before-commit': 'Offsets and metadata are about to be committed.',
  'after-commit': 'They are committed.',
  'before-outbox-publish': 'The relay is about to publish an outbox row.',
  'after-outbox-publish': 'The row is acknowledged by the log; it is not marked yet.',
  'on-revoking': 'A rebalance began: the last commit for these partitions is not sent yet.',
  'after-revoking-commit': 'The last commit is made; the partitions are not given up yet.',
  'before-release-commit': 'An operator releases a held key: what is done is noted, its commit is not made.',
  'before-release':
    'An operator releases a held key: what is done is committed, its held dead letters are not sent back.',
  'after-release-publish': 'The held records are sent back; the tombstone of the key is not written yet.',
  'before-audit-insert': 'The audit store has encoded rows; ClickHouse has none of them.',
  'after-audit-insert': 'ClickHouse has the rows; nothing vouches for them yet.',
  'after-audit-refused': 'Copies of refused records are acknowledged; nothing accounts for them yet.',
  'after-audit-deliveries': 'Entries of the ledger are stored; those of a next insert and the manifest are not.',
  'before-audit-manifest': 'All that belongs to the rows is stored; their manifest is not.',
  'after-audit-manifest': 'The manifest is stored; the intake does not know, and nothing is committed.',
  'on-stop': 'An ordered stop began: in-flight deliveries are about to be finished or given back.',
  'before-leave': 'Everything is committed; the member has not left the group yet.',
} as const;

export type FailpointName = keyof typeof failpointTable;
