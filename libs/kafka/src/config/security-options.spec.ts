import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '@spillway/streaming';
import type { OauthbearerProviderResponse } from 'kafkajs';
import { kafkaConfigSchema } from './kafka-config.js';
import { securityOptions } from './security-options.js';

const optionsFor = (environment: Record<string, string>) =>
  securityOptions(readConfig(kafkaConfigSchema, { SPILLWAY_KAFKA_BROKERS: 'broker:9092', ...environment }));

const scram = {
  SPILLWAY_KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
  SPILLWAY_KAFKA_SASL_USERNAME: 'retail',
  SPILLWAY_KAFKA_SASL_PASSWORD: 'hidden-secret',
};

describe('security of the connection', () => {
  it('is plain text by default', () => {
    expect(optionsFor({})).toEqual({});
  });

  it('verifies the certificate with the given authority', () => {
    const { ssl } = optionsFor({ SPILLWAY_KAFKA_TLS: 'true', SPILLWAY_KAFKA_TLS_CA: 'pem' });
    expect(ssl).toEqual({ rejectUnauthorized: true, ca: 'pem' });
  });

  it.each(['SCRAM-SHA-256', 'SCRAM-SHA-512'])('speaks %s without TLS', (mechanism) => {
    const { sasl } = optionsFor({ ...scram, SPILLWAY_KAFKA_SASL_MECHANISM: mechanism });
    expect(sasl).toEqual({ mechanism: mechanism.toLowerCase(), username: 'retail', password: 'hidden-secret' });
  });

  it('speaks PLAIN over TLS', () => {
    const { sasl } = optionsFor({ ...scram, SPILLWAY_KAFKA_SASL_MECHANISM: 'PLAIN', SPILLWAY_KAFKA_TLS: 'true' });
    expect(sasl).toMatchObject({ mechanism: 'plain' });
  });

  it('reads the token again at each authentication', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'spillway-'));
    const file = join(folder, 'token');
    writeFileSync(file, 'first\n');
    const { sasl } = optionsFor({
      SPILLWAY_KAFKA_SASL_MECHANISM: 'OAUTHBEARER',
      SPILLWAY_KAFKA_SASL_TOKEN_FILE: file,
    });
    const { oauthBearerProvider } = sasl as unknown as {
      oauthBearerProvider: () => Promise<OauthbearerProviderResponse>;
    };
    expect(await oauthBearerProvider()).toEqual({ value: 'first' });
    writeFileSync(file, 'second\n');
    expect(await oauthBearerProvider()).toEqual({ value: 'second' });
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['PLAIN without TLS', { ...scram, SPILLWAY_KAFKA_SASL_MECHANISM: 'PLAIN' }, /PLAIN would send the password/],
    ['SCRAM without a password', { SPILLWAY_KAFKA_SASL_MECHANISM: 'SCRAM-SHA-256' }, /_USERNAME .*\n.*_PASSWORD /],
    ['a password nobody uses', { SPILLWAY_KAFKA_SASL_PASSWORD: 'x' }, /_PASSWORD .*has no effect/],
    ['a bearer without its token file', { SPILLWAY_KAFKA_SASL_MECHANISM: 'OAUTHBEARER' }, /_TOKEN_FILE .*required/],
    ['certificates without TLS', { SPILLWAY_KAFKA_TLS_CA: 'pem' }, /_TLS_CA .*has no effect/],
    [
      'a certificate without its key',
      { SPILLWAY_KAFKA_TLS: 'true', SPILLWAY_KAFKA_TLS_CERT: 'pem' },
      /_CERT .*need each/,
    ],
  ])('refuses %s', (_, environment, message) => {
    expect(() => optionsFor(environment)).toThrow(message);
    expect(() => optionsFor(environment)).not.toThrow(/hidden-secret/);
  });

  it.each(['', 'broker', 'broker:9092;other:9092', 'http://broker:9092'])('refuses the broker list "%s"', (brokers) => {
    expect(() => optionsFor({ SPILLWAY_KAFKA_BROKERS: brokers })).toThrow(/SPILLWAY_KAFKA_BROKERS/);
  });
});
