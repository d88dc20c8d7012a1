import { defineErrors } from '../error-definition.js';

/** SPW-11xx: Kafka. */
export const kafkaErrors = defineErrors({
  'SPW-1101': {
    name: 'LogUnreachable',
    title: 'The log was not reached',
    cause: 'No broker answered at the given addresses.',
    fix: 'Check SPILLWAY_KAFKA_BROKERS and that the brokers run; `npm start` starts a local one.',
    retryable: true,
    status: 503,
  },
  'SPW-1102': {
    name: 'AccessRefused',
    title: 'Kafka refused access',
    cause: 'The credentials are wrong, or the principal may not use the topic or group.',
    fix: 'Check the SPILLWAY_KAFKA_SASL_ variables and the ACLs of the principal.',
    retryable: false,
    status: 503,
  },
  'SPW-1103': {
    name: 'TopicMissing',
    title: 'A topic does not exist',
    cause: 'Topics are declared and created before use, never by use.',
    fix: 'Create the topics: `npx spillway topics apply`.',
    retryable: false,
    status: 500,
  },
  'SPW-1104': {
    name: 'PartitionCountDiffers',
    title: 'A topic exists with another partition count',
    cause:
      'The topic was made by hand or by an older plan, or its source got more partitions and this client may not add them to it.',
    fix: '`npx spillway topics apply` gives topics of groups the partitions of their source; else delete the topic, or change the plan to the count it has.',
    retryable: false,
    status: 500,
  },
  'SPW-1105': {
    name: 'ConsumerLost',
    title: 'A consumer lost its group',
    cause: 'The brokers did not answer, or the client underneath gave up; nothing is fetched meanwhile.',
    fix: 'Nothing to do: it is rebuilt until the brokers answer, and goes on from the positions that are done.',
    retryable: true,
    status: 503,
  },
  'SPW-1106': {
    name: 'CommitRefused',
    title: 'A position was not committed',
    cause: 'The partition is not assigned to this consumer now, or the group coordinator did not accept the commit.',
    fix: 'Nothing to do: it is committed again later; at most the records above it are delivered once more.',
    retryable: true,
    status: 503,
  },
  'SPW-1107': {
    name: 'BatchUnreadable',
    title: 'A batch of records cannot be read',
    cause:
      'A producer wrote a batch that unpacks to more than SPILLWAY_KAFKA_UNPACKED_BATCH_BYTES, or its bytes are damaged. Skipping it would lose records: its partition stands, all others go on.',
    fix: 'Raise SPILLWAY_KAFKA_UNPACKED_BATCH_BYTES and start again; or give the records up with `kafka-delete-records.sh` to the offset behind the last one named: within a minute a group with handlers stops there at a gap that an operator accepts; any other records it and goes on.',
    retryable: false,
    status: 500,
  },
  'SPW-1108': {
    name: 'CertificateRefused',
    title: 'A broker’s certificate is not trusted',
    cause: 'It was signed by an authority that is not known here, is for another address, or is no longer valid.',
    fix: 'Give the authority’s certificate by SPILLWAY_KAFKA_TLS_CA_FILE, and in SPILLWAY_KAFKA_BROKERS the address that the certificate names.',
    retryable: false,
    status: 503,
  },
  'SPW-1110': {
    name: 'NotWritten',
    title: 'The record was not written',
    cause: 'The log refused the record or was not asked; it is surely not in the log.',
    fix: 'Publish again once the log answers.',
    retryable: true,
    status: 503,
  },
  'SPW-1111': {
    name: 'WriteUnknown',
    title: 'It is not known whether the record was written',
    cause: 'The log did not answer in time; the record may be in the log 0, 1 or 2 times.',
    fix: 'Publish again with the same event id: readers count it once.',
    retryable: true,
    status: 503,
  },
  'SPW-1112': {
    name: 'RecordTooLarge',
    title: 'The record is too large',
    cause:
      'Key, value and headers together exceed SPILLWAY_KAFKA_MAX_RECORD_BYTES, or what the broker takes; it was not written.',
    fix: 'Make the event smaller, or raise the limit together with the brokers’ message.max.bytes.',
    retryable: false,
    status: 413,
  },
});
