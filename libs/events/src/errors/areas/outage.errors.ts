import { defineErrors } from '../error-definition.js';

/** SPW-51xx: outages, the delivery ledger and fault injection. */
export const outageErrors = defineErrors({
  'SPW-5101': {
    name: 'LedgerNotWritten',
    title: 'The delivery ledger could not be written',
    cause: 'The topic spillway.deliveries is missing or not writable, or its contract cannot be looked up.',
    fix: 'Create topic and contract: `npx spillway topics apply`. Nothing is committed meanwhile and nothing is lost.',
    retryable: true,
    status: 503,
  },
  'SPW-5102': {
    name: 'DeadLetterBudgetSpent',
    title: 'A handler would dead-letter most of its deliveries',
    cause:
      'More than the set share of its last deliveries failed for a reason that no rule knows: the handler is broken rather than its messages.',
    fix: 'Read the causes of the dead letters so far, correct the handler and start it again, or release it. One delivery is let through now and then; a success releases it too.',
    retryable: true,
    status: 503,
  },
  'SPW-5103': {
    name: 'FailpointInvalid',
    title: 'SPILLWAY_FAILPOINT is not understood',
    cause: 'A failpoint is `name:nth:action`, several are separated by commas; the name or the action is unknown.',
    fix: 'Use a name of the failpoint table, a visit from 1, and kill9, throw, delay(<ms>) or stop: before-commit:1:kill9',
    retryable: false,
    status: 500,
  },
  'SPW-5104': {
    name: 'FailpointReached',
    title: 'A failpoint threw',
    cause: 'SPILLWAY_FAILPOINT asks for it at this place; it is meant for tests.',
    fix: 'Unset SPILLWAY_FAILPOINT.',
    retryable: false,
    status: 500,
  },
  'SPW-5105': {
    name: 'OutcomeNotTold',
    title: 'What became of done deliveries may be missing from the ledger',
    cause:
      'Their process ended, or lost the partition, before the ledger had it. The state store knows that they are done: handled, parked or a dead letter.',
    fix: 'Nothing to do: they are not handled again. An entry of their own, or one from a retry or dead-letter topic, says more where there is one.',
    retryable: false,
    status: 500,
  },
});
