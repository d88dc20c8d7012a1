import { answerExamples } from './answer-examples.js';
import { completeUpTo, count, offset, record, text, textOrNull, timeOrNull, withExample } from './schema-parts.js';

export const verificationPageSchema = withExample(
  record({
    ranges: { ...count, description: 'Written ranges whose rows were hashed and compared.', example: 412 },
    records: { ...count, description: 'Records in them.', example: 50_000 },
    droppedRanges: {
      ...count,
      description:
        'Ranges that retention has dropped, at least in part; rows that lie there nevertheless are findings.',
    },
    supersededRanges: { ...count, description: 'Ranges whose rows were written again; newer ranges vouch for them.' },
    findings: {
      type: 'array',
      items: record({
        problem: {
          ...text,
          enum: ['missing', 'extra', 'changed', 'unvouched', 'misstated', 'unhashed'],
          description:
            'Fewer rows than were written, more (or any where retention has dropped all), as many but others, rows that belong ' +
            'to no range that was ever written, ' +
            'entries of the delivery ledger that are not what its records say, or more rows than can be hashed in one piece.',
        },
        topic: { ...text, example: 'retail.orders' },
        topicId: text,
        partition: count,
        first: offset,
        last: { ...offset, description: 'Inclusive.' },
        expected: { ...count, description: 'Records, as the manifest says; of the ledger its entries.' },
        found: count,
        storedAt: { ...timeOrNull, description: 'When the range was written; null where none was.' },
      }),
    },
    cut: {
      type: 'boolean',
      description: 'There are more rows of no range than the first 1,000 stretches of them, which are named.',
    },
    nextCursor: { ...textOrNull, description: 'For the next page, with the same filters; null on the last.' },
    completeUpTo,
  }),
  answerExamples.verification,
);
