import { defineErrors } from '../error-definition.js';

/** SPW-30xx: contracts, codec and registry. */
export const contractErrors = defineErrors({
  'SPW-3001': {
    name: 'EventNotReadable',
    title: 'The bytes or the payload do not fit the contract',
    cause: 'The record was not written with the Confluent frame and its contract, or a payload breaks its contract.',
    fix: 'Look at the dead letter: its bytes are unchanged and its headers name the reason; correct what wrote it.',
    retryable: false,
    status: 422,
  },
  'SPW-3002': {
    name: 'SchemaNotFound',
    title: 'The schema registry does not know this schema id',
    cause: 'The record was written against another registry, or its schema was deleted.',
    fix: 'Check that SPILLWAY_REGISTRY_URL names the registry that the producer uses.',
    retryable: false,
    status: 500,
  },
  'SPW-3003': {
    name: 'RegistryUnavailable',
    title: 'The schema registry is not reachable or gives no usable answer',
    cause: 'It is down, slow, refuses the credentials, or something else answers at its address.',
    fix: 'Check SPILLWAY_REGISTRY_URL and its credentials; what waits goes on by itself once it answers.',
    retryable: true,
    status: 503,
  },
  'SPW-3004': {
    name: 'ContractViolated',
    title: 'The JSON breaks the contract of its event type',
    cause: 'A field is missing, unknown, of another type or out of range; each is listed with its JSON Pointer.',
    fix: 'Send what the contract says: schemas/ has it, with a README and examples per event.',
    retryable: false,
    status: 422,
  },
  'SPW-3005': {
    name: 'ContractNotRegistered',
    title: 'A contract of this app is not in the schema registry',
    cause: 'The app is newer than the last provisioning, or asks another registry.',
    fix: 'npm run provision',
    retryable: false,
    status: 500,
  },
  'SPW-3006': {
    name: 'EnvelopeInvalid',
    title: 'The CloudEvents attributes of the event are missing or malformed',
    cause: 'A required attribute is absent, too long or holds control characters; each is listed.',
    fix: 'Send id, source and type as CloudEvents 1.0 says: non-empty text of at most 256 bytes.',
    retryable: false,
    status: 400,
  },
  'SPW-3007': {
    name: 'ContractRefused',
    title: 'The schema registry refuses this contract',
    cause: 'It is not backward compatible with the versions registered before, or it is no valid schema.',
    fix: 'Give new fields a default and keep the types of old ones, or make a new event type.',
    retryable: false,
    status: 409,
  },
});
