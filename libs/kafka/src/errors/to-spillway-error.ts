import { isSpillwayError, SpillwayError } from '@spillway/events';
import { kafkaErrorFacts } from './kafka-error-facts.js';
import { isUntrustedCertificate } from './untrusted-certificate.js';

const missingTopic = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_TOPIC_EXCEPTION']);
const refused = new Set([
  'SASL_AUTHENTICATION_FAILED',
  'KafkaJSSASLAuthenticationError',
  'UNSUPPORTED_SASL_MECHANISM',
  'ILLEGAL_SASL_STATE',
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
]);

/**
 * An error of the client as one of ours: `SPW-1103` topic missing · `SPW-1102` refused by the broker's security ·
 * `SPW-1108` its certificate is not trusted · `SPW-1101` not reached, for all that is left.
 *
 * @param tried what was attempted, as the start of a sentence: `Reading the offsets of retail.orders`
 */
export function toSpillwayError(error: unknown, tried: string): SpillwayError {
  if (isSpillwayError(error)) return error;
  const { kind, message } = kafkaErrorFacts(error);
  const detail = `${tried} failed: ${message}`;
  const options = { cause: error, context: { kind } };
  if (missingTopic.has(kind)) return new SpillwayError('SPW-1103', detail, options);
  if (refused.has(kind)) return new SpillwayError('SPW-1102', detail, options);
  if (isUntrustedCertificate(kind)) return new SpillwayError('SPW-1108', detail, options);
  return new SpillwayError('SPW-1101', detail, options);
}
