import { flag, integer, list, text } from '@spillway/streaming';
import { z } from 'zod';

const second = 1_000;
const kibibyte = 1_024;
const mebibyte = 1_024 * kibibyte;

/** The `SPILLWAY_KAFKA_…` variables. What excludes what is checked by `kafkaTransport()`, which sees all of them. */
export const kafkaConfigSchema = z.object({
  SPILLWAY_KAFKA_BROKERS: list()
    .refine((brokers) => brokers.length > 0, 'names no broker')
    .refine((brokers) => brokers.every((broker) => /^[^\s:]+:\d{1,5}$/.test(broker)), 'is a comma list of host:port')
    .meta({ description: 'Addresses of some brokers; the others are found through them.', example: 'localhost:9092' }),
  SPILLWAY_KAFKA_CLIENT_ID: text()
    .default('spillway')
    .meta({ description: 'Name of this client in the brokers’ logs, metrics and quotas.', example: 'retail-consumer' }),
  SPILLWAY_KAFKA_TLS: flag()
    .default(false)
    .meta({ description: 'Encrypt the connections. The certificate is always verified.', example: 'true' }),
  SPILLWAY_KAFKA_TLS_CA: text().optional().meta({
    description: 'CA certificates in PEM instead of the system’s; usually given as SPILLWAY_KAFKA_TLS_CA_FILE.',
    example: '-----BEGIN CERTIFICATE-----',
  }),
  SPILLWAY_KAFKA_TLS_CERT: text().optional().meta({
    description: 'Client certificate in PEM for mutual TLS; needs SPILLWAY_KAFKA_TLS_KEY.',
    example: '-----BEGIN CERTIFICATE-----',
  }),
  SPILLWAY_KAFKA_TLS_KEY: text().optional().meta({
    description: 'Private key of the client certificate in PEM; usually given as SPILLWAY_KAFKA_TLS_KEY_FILE.',
    example: '-----BEGIN PRIVATE KEY-----',
    secret: true,
  }),
  SPILLWAY_KAFKA_SASL_MECHANISM: z
    .enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'])
    .optional()
    .meta({ description: 'How this client authenticates. PLAIN needs TLS.', example: 'SCRAM-SHA-512' }),
  SPILLWAY_KAFKA_SASL_USERNAME: text()
    .optional()
    .meta({ description: 'User name for PLAIN and SCRAM.', example: 'retail-consumer' }),
  SPILLWAY_KAFKA_SASL_PASSWORD: text().optional().meta({
    description: 'Password for PLAIN and SCRAM; usually given as SPILLWAY_KAFKA_SASL_PASSWORD_FILE.',
    example: 'use-the-file-instead',
    secret: true,
  }),
  SPILLWAY_KAFKA_SASL_TOKEN_FILE: text().optional().meta({
    description: 'File that holds the token for OAUTHBEARER; read again at every authentication, so it may be renewed.',
    example: '/run/secrets/kafka-token',
  }),
  SPILLWAY_KAFKA_CONNECT_TIMEOUT_MS: integer({ min: 100, max: 60 * second })
    .default(3 * second)
    .meta({ description: 'How long one connection attempt to one broker may take.', unit: 'ms', example: '3000' }),
  SPILLWAY_KAFKA_REQUEST_TIMEOUT_MS: integer({ min: second, max: 300 * second })
    .default(30 * second)
    .meta({ description: 'How long one request may stay unanswered.', unit: 'ms', example: '30000' }),
  SPILLWAY_KAFKA_START_TIMEOUT_MS: integer({ min: second, max: 600 * second })
    .default(30 * second)
    .meta({
      description: 'How long starting may take until it is refused with the cause.',
      unit: 'ms',
      example: '30000',
    }),
  SPILLWAY_KAFKA_SESSION_TIMEOUT_MS: integer({ min: second, max: 300 * second })
    .default(10 * second)
    .meta({
      description: 'Silence after which the broker gives a consumer’s partitions to others.',
      unit: 'ms',
      example: '10000',
    }),
  SPILLWAY_KAFKA_FETCH_WAIT_MS: integer({ min: 10, max: 5 * second })
    .default(150)
    .meta({
      description: 'How long a broker holds a fetch open while there is nothing new.',
      unit: 'ms',
      example: '150',
    }),
  SPILLWAY_KAFKA_FETCH_PARTITION_BYTES: integer({ min: 16 * kibibyte, max: 64 * mebibyte })
    .default(mebibyte)
    .meta({ description: 'Most bytes of one partition in one fetch.', unit: 'bytes', example: '1048576' }),
  SPILLWAY_KAFKA_FETCH_BYTES: integer({ min: 64 * kibibyte, max: 256 * mebibyte })
    .default(8 * mebibyte)
    .meta({ description: 'Most bytes of one fetch.', unit: 'bytes', example: '8388608' }),
  SPILLWAY_KAFKA_UNPACKED_BATCH_BYTES: integer({ min: mebibyte, max: 1_024 * mebibyte })
    .default(64 * mebibyte)
    .meta({
      description:
        'Most bytes that one compressed batch may become, a record counting as 256 at least; a partition stops before one that becomes more.',
      unit: 'bytes',
      example: '67108864',
    }),
  SPILLWAY_KAFKA_LINGER_MS: integer({ min: 0, max: second })
    .default(5)
    .meta({ description: 'How long a record waits for others to share its request.', unit: 'ms', example: '5' }),
  SPILLWAY_KAFKA_BATCH_BYTES: integer({ min: kibibyte, max: 16 * mebibyte })
    .default(512 * kibibyte)
    .meta({
      description: 'Most bytes of one produce request; a record larger than it is sent alone.',
      unit: 'bytes',
      example: '524288',
    }),
  SPILLWAY_KAFKA_MAX_RECORD_BYTES: integer({ min: kibibyte, max: 64 * mebibyte })
    .default(1_000_000)
    .meta({
      description: 'A larger record is refused before sending; keep it below the brokers’ message.max.bytes.',
      unit: 'bytes',
      example: '1000000',
    }),
  SPILLWAY_KAFKA_BUFFER_BYTES: integer({ min: mebibyte, max: 1_024 * mebibyte })
    .default(32 * mebibyte)
    .meta({
      description:
        'Most bytes of records not yet acknowledged; past it publishing waits, and is refused at once while as many bytes wait.',
      unit: 'bytes',
      example: '33554432',
    }),
  SPILLWAY_KAFKA_DELIVERY_TIMEOUT_MS: integer({ min: second, max: 600 * second })
    .default(60 * second)
    .meta({
      description: 'A record not yet sent after this time is refused as not written.',
      unit: 'ms',
      example: '60000',
    }),
});

/** The resolved settings, as `readConfig(kafkaConfigSchema, environment)` gives them; more keys do no harm. */
export type KafkaConfig = Readonly<z.output<typeof kafkaConfigSchema>>;
