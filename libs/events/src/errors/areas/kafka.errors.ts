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
  'SPW-1103': {
    name: 'TopicMissing',
    title: 'A topic does not exist',
    cause: 'Topics are declared and created before use, never by use.',
    fix: 'Create the topics: `npx spillway provision`.',
    retryable: false,
    status: 500,
  },
  'SPW-1104': {
    name: 'PartitionCountDiffers',
    title: 'A topic exists with another partition count',
    cause: 'The topic was made by hand or by an older plan; other counts move keys to other partitions.',
    fix: 'Delete the topic, or change the plan to the count it has.',
    retryable: false,
    status: 500,
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
});
