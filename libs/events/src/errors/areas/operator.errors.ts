import { defineErrors } from '../error-definition.js';

/** SPW-52xx: what operators ask of groups. */
export const operatorErrors = defineErrors({
  'SPW-5201': {
    name: 'GroupUnknown',
    title: 'No group of this name runs here',
    cause: 'The name is wrong, or the group runs in another app.',
    fix: 'GET /groups of the consumer app names its groups; give the CLI the address of the app that runs it by --url.',
    retryable: false,
    status: 404,
  },
  'SPW-5202': {
    name: 'VerbNotOffered',
    title: 'The group does not offer this',
    cause: 'It has no handlers of events (as the audit sink), or its topics have nothing that this acts on.',
    fix: 'The message says what is missing; GET /groups/{group} shows what the group has.',
    retryable: false,
    status: 409,
  },
  'SPW-5203': {
    name: 'DeadLetterUnknown',
    title: 'There is no such dead letter',
    cause: 'The position holds no record any more or not yet, or the topic is none of the group.',
    fix: 'Take the id from the list: spillway dlq ls <group>',
    retryable: false,
    status: 404,
  },
  'SPW-5204': {
    name: 'NobodyReadsRedriveTopic',
    title: 'Dead letters cannot be sent back yet: nobody of the group reads its redrive topic',
    cause:
      'The group retries this topic in place, so its dead letters come back by <topic>.<group>.redrive. That topic is missing, or was made after the members of the group had joined.',
    fix: 'Create it with npx spillway topics apply, start every instance of the app anew, send back again.',
    retryable: false,
    status: 409,
  },
  'SPW-5205': {
    name: 'KeyNotHeld',
    title: 'The key is not held here',
    cause: 'No dead letter holds it, it was released before, or its partition belongs to another instance of the app.',
    fix: 'Ask the instance that has the partition; GET /groups/{group} of each shows its partitions and how many keys they hold.',
    retryable: false,
    status: 409,
  },
  'SPW-5206': {
    name: 'KeyBusy',
    title: 'Events of the key are still on their way',
    cause:
      'Records of the key wait in retry topics and follow the dead letter when they are due, or the partition is just moving.',
    fix: 'Release the key again in a while: at the latest after the longest delay of the topic.',
    retryable: true,
    status: 409,
  },
  'SPW-5207': {
    name: 'DeadLetterNotSendable',
    title: 'The dead letter cannot be sent back',
    cause: 'Its headers do not say where it came from, it belongs to another group, or it was sent back too often.',
    fix: 'Publish a correct event in its place; the dead letter keeps the bytes of the wrong one.',
    retryable: false,
    status: 409,
  },
  'SPW-5208': {
    name: 'DeadLetterCursorInvalid',
    title: 'The cursor is not valid here',
    cause: 'It was changed, or it belongs to the list of another group.',
    fix: 'Start again without a cursor; use nextCursor only with the group and the filters it came with.',
    retryable: false,
    status: 400,
  },
  'SPW-5209': {
    name: 'HandlerUnknown',
    title: 'The group has called no handler of this name',
    cause:
      'The name is wrong, or nothing was delivered to the handler since the start, so there is nothing to release.',
    fix: 'GET /groups/{group} names the handlers whose dead-letter budget is spent.',
    retryable: false,
    status: 404,
  },
  'SPW-5210': {
    name: 'AppNotReached',
    title: 'The app does not answer',
    cause: 'It is not running, or listens at another address.',
    fix: 'See what runs: npx spillway status. Or name the app that runs the group: --url http://host:port',
    retryable: true,
    status: 503,
  },
  'SPW-5220': {
    name: 'ProfileReadOnly',
    title: 'The profile is read-only',
    cause: 'The chosen profile is marked readOnly, so that nothing is changed there from a terminal.',
    fix: 'See what is chosen: npx spillway profiles. Choose another one by --profile, or ask whoever keeps the file.',
    retryable: false,
    status: 409,
  },
  'SPW-5221': {
    name: 'NotConfirmed',
    title: 'The change was not confirmed',
    cause: 'The question was answered with anything but yes, or another name than that of the profile was typed.',
    fix: 'Run the command again and answer y; or say it beforehand: --yes, on production with --confirm-profile <name>.',
    retryable: false,
    status: 409,
  },
});
