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
    cause: 'The record was written against another registry, or its schema was deleted; it was waited for first.',
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
  'SPW-3008': {
    name: 'SchemaNotReadable',
    title: 'A schema is no valid Avro schema',
    cause:
      'The JSON is malformed, a name is unknown or defined twice, or a default does not fit its type; each is listed.',
    fix: 'Correct it at the place named.',
    retryable: false,
    status: 422,
  },
  'SPW-3009': {
    name: 'ContractsNotFound',
    title: 'Contracts cannot be read from where they should be',
    cause: 'The folder, the branch or the commit does not exist here; a shallow clone has no other branches.',
    fix: 'Name the folder by --schemas, or fetch what --against names: git fetch origin main',
    retryable: false,
    status: 404,
  },
  'SPW-3010': {
    name: 'RegistryMismatch',
    title: 'The registry gives another schema for an id than the copy on disk, or does not know the id any more',
    cause:
      'SPILLWAY_REGISTRY_URL leads to the registry of another cluster, or the registry lost its schemas and gave their ids again.',
    fix: 'Set SPILLWAY_REGISTRY_URL to the registry that the records were written against. If this is the right one, delete the folder of SPILLWAY_SCHEMA_COPY_DIR.',
    retryable: true,
    status: 503,
  },
  'SPW-3011': {
    name: 'SchemaGuidMissing',
    title: 'The schema registry gives no GUIDs, so that no header can name a schema',
    cause:
      'A topic is to carry the schema in a header, and the registry (Apicurio 2.6 for one) knows schemas by id only.',
    fix: 'Take the topic out of SPILLWAY_SCHEMA_HEADER_TOPICS, or use a registry whose answers have a guid.',
    retryable: false,
    status: 500,
  },
  'SPW-3012': {
    name: 'SchemaCopyUnusable',
    title: 'A copy of a schema on disk cannot be read or written',
    cause:
      'The file is damaged or of another version, or the disk is full or refuses it; the registry is asked instead.',
    fix: 'Give SPILLWAY_SCHEMA_COPY_DIR a folder that this user may write; delete the file named, it is made again.',
    retryable: false,
    status: 500,
  },
  'SPW-3030': {
    name: 'EventUnknownHere',
    title: 'No contract or example of this name is here',
    cause: 'The name is of no event in schemas/, may be several, or the event has no example of that name.',
    fix: 'Take one of the names that the message lists; an event goes by its full name or the last parts of it.',
    retryable: false,
    status: 500,
  },
});
