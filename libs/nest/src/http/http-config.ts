import { integer, text } from '@spillway/streaming';
import { z } from 'zod';

const port = () => integer({ min: 0, max: 65_535 });

/** The HTTP edge of an app. */
export const httpConfigSchema = z.object({
  SPILLWAY_HTTP_HOST: text().default('127.0.0.1').meta({
    description: 'Address the app listens on. In a container set 0.0.0.0.',
    example: '0.0.0.0',
  }),
  SPILLWAY_HTTP_PORT: port().default(3000).meta({ description: 'Port of the app; 0 takes a free one.', example: 3000 }),
  SPILLWAY_ADMIN_PORT: port().optional().meta({
    description: 'Moves /health and /metrics to this port; without it they are on the port of the app.',
    example: 9464,
  }),
  SPILLWAY_HTTP_BODY_LIMIT_BYTES: integer({ min: 1_024, max: 64 * 1024 * 1024 })
    .default(1024 * 1024)
    .meta({
      description: 'Largest body, before and after decompression; a batch may be 16 times as large.',
      unit: 'bytes',
      example: 1_048_576,
    }),
  SPILLWAY_HTTP_REQUEST_TIMEOUT_MS: integer({ min: 100, max: 600_000 }).default(30_000).meta({
    description: 'Time within which a whole request must have arrived.',
    unit: 'ms',
    example: 30_000,
  }),
  SPILLWAY_RATE_LIMIT_PER_MINUTE: integer({ min: 0, max: 10_000_000 }).default(120_000).meta({
    description: 'Requests per minute and client address; 0 turns the limit off. Health and metrics are exempt.',
    unit: 'requests',
    example: 120_000,
  }),
});

export type HttpConfig = Readonly<z.output<typeof httpConfigSchema>>;

/** What the HTTP edge needs; `httpOptions` derives it from the configuration. */
export interface HttpOptions {
  readonly host: string;
  readonly port: number;
  readonly adminPort?: number;
  readonly bodyLimitBytes?: number;
  readonly requestTimeoutMs?: number;
  /** 0 turns the limit off. */
  readonly rateLimitPerMinute?: number;
}

export function httpOptions(config: HttpConfig): HttpOptions {
  return {
    host: config.SPILLWAY_HTTP_HOST,
    port: config.SPILLWAY_HTTP_PORT,
    adminPort: config.SPILLWAY_ADMIN_PORT,
    bodyLimitBytes: config.SPILLWAY_HTTP_BODY_LIMIT_BYTES,
    requestTimeoutMs: config.SPILLWAY_HTTP_REQUEST_TIMEOUT_MS,
    rateLimitPerMinute: config.SPILLWAY_RATE_LIMIT_PER_MINUTE,
  };
}
