import { integer, text, url } from '@spillway/streaming';
import { z } from 'zod';
import { defaultEngineBytes } from './connection/engine-arguments.js';

const mebibyte = 1024 * 1024;
export const defaultIntakeBytes = 256 * mebibyte;

/** Variables of the audit store. Without a URL ClickHouse runs inside the process, in `SPILLWAY_DATA_DIR`. */
export const auditConfigSchema = z.object({
  SPILLWAY_CLICKHOUSE_URL: url()
    .optional()
    .meta({ description: 'ClickHouse server; absent: the engine runs inside.', example: 'http://localhost:8123' }),
  SPILLWAY_CLICKHOUSE_DATABASE: text()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/)
    .default('default')
    .meta({ description: 'Database on the server; ignored without a URL.', example: 'spillway' }),
  SPILLWAY_CLICKHOUSE_USER: text()
    .default('default')
    .meta({ description: 'User on the server; ignored without a URL.', example: 'spillway' }),
  SPILLWAY_CLICKHOUSE_PASSWORD: text()
    .optional()
    .meta({ description: 'Password of that user; ignored without a URL.', secret: true }),
  SPILLWAY_CLICKHOUSE_READER_USER: text().optional().meta({
    description:
      'User on the server that answers questions and exports, with SELECT on the audit views only (deploy/clickhouse/access.sql); absent: SPILLWAY_CLICKHOUSE_USER.',
    example: 'spillway_reader',
  }),
  SPILLWAY_CLICKHOUSE_READER_PASSWORD: text()
    .optional()
    .meta({ description: 'Password of that user; ignored without SPILLWAY_CLICKHOUSE_READER_USER.', secret: true }),
  SPILLWAY_DATA_DIR: text()
    .optional()
    .meta({ description: "The app's own folder; needed by the engine inside.", example: '.spillway/audit' }),
  SPILLWAY_AUDIT_INTAKE_BYTES: integer({ min: 32 * mebibyte, max: 16 * 1024 * mebibyte })
    .default(defaultIntakeBytes)
    .meta({
      description:
        'Memory for records between Kafka and ClickHouse: waiting, decoded and encoded ones together. Above it fetching pauses. ClickHouse needs its own.',
      example: '268435456',
    }),
  SPILLWAY_AUDIT_ENGINE_BYTES: integer({ min: 512 * mebibyte, max: 1024 * 1024 * mebibyte })
    .default(defaultEngineBytes)
    .meta({
      description:
        'Memory of ClickHouse inside the app. A statement that wants more is refused: inserts and roll-ups wait and are made again, questions are told. Ignored with a URL: a server has its own limit (max_server_memory_usage).',
      example: '2147483648',
    }),
});
