import { readFile } from 'node:fs/promises';
import { SpillwayError, type ErrorIssue } from '@spillway/events';
import type { KafkaConfig as ClientConfig, SASLOptions } from 'kafkajs';
import type { KafkaConfig } from './kafka-config.js';

/**
 * TLS and SASL settings of the client.
 *
 * @throws SpillwayError `SPW-2004` with one issue per combination that is refused
 */
export function securityOptions(config: KafkaConfig): Pick<ClientConfig, 'ssl' | 'sasl'> {
  const issues = [...tlsIssues(config), ...saslIssues(config)];
  if (issues.length > 0) {
    const lines = issues.map((issue) => `  ${issue.pointer}  ${issue.detail}`).join('\n');
    throw new SpillwayError('SPW-2004', `Configuration has ${issues.length} problem(s):\n${lines}`, { issues });
  }
  return { ...tlsOptions(config), ...saslOptions(config) };
}

function tlsIssues(config: KafkaConfig): ErrorIssue[] {
  const issues: ErrorIssue[] = [];
  const given = (['SPILLWAY_KAFKA_TLS_CA', 'SPILLWAY_KAFKA_TLS_CERT', 'SPILLWAY_KAFKA_TLS_KEY'] as const).filter(
    (name) => config[name] !== undefined,
  );
  if (!config.SPILLWAY_KAFKA_TLS) {
    for (const name of given) issues.push({ pointer: name, detail: 'has no effect: SPILLWAY_KAFKA_TLS is not true' });
  } else if ((config.SPILLWAY_KAFKA_TLS_CERT === undefined) !== (config.SPILLWAY_KAFKA_TLS_KEY === undefined)) {
    issues.push({ pointer: 'SPILLWAY_KAFKA_TLS_CERT', detail: 'and SPILLWAY_KAFKA_TLS_KEY need each other' });
  }
  return issues;
}

function saslIssues(config: KafkaConfig): ErrorIssue[] {
  const mechanism = config.SPILLWAY_KAFKA_SASL_MECHANISM;
  const has = {
    SPILLWAY_KAFKA_SASL_USERNAME: config.SPILLWAY_KAFKA_SASL_USERNAME !== undefined,
    SPILLWAY_KAFKA_SASL_PASSWORD: config.SPILLWAY_KAFKA_SASL_PASSWORD !== undefined,
    SPILLWAY_KAFKA_SASL_TOKEN_FILE: config.SPILLWAY_KAFKA_SASL_TOKEN_FILE !== undefined,
  };
  const wanted = new Set(
    mechanism === undefined
      ? []
      : mechanism === 'OAUTHBEARER'
        ? ['SPILLWAY_KAFKA_SASL_TOKEN_FILE']
        : ['SPILLWAY_KAFKA_SASL_USERNAME', 'SPILLWAY_KAFKA_SASL_PASSWORD'],
  );
  const chosen = mechanism === undefined ? 'SPILLWAY_KAFKA_SASL_MECHANISM is not set' : `with ${mechanism}`;
  const issues: ErrorIssue[] = [];
  for (const [name, given] of Object.entries(has)) {
    if (wanted.has(name) && !given) issues.push({ pointer: name, detail: `is required ${chosen}` });
    if (!wanted.has(name) && given) issues.push({ pointer: name, detail: `has no effect: ${chosen}` });
  }
  if (mechanism === 'PLAIN' && !config.SPILLWAY_KAFKA_TLS) {
    const detail = 'PLAIN would send the password readable: set SPILLWAY_KAFKA_TLS=true, or use SCRAM-SHA-512';
    issues.push({ pointer: 'SPILLWAY_KAFKA_SASL_MECHANISM', detail });
  }
  return issues;
}

function tlsOptions(config: KafkaConfig): Pick<ClientConfig, 'ssl'> {
  if (!config.SPILLWAY_KAFKA_TLS) return {};
  const { SPILLWAY_KAFKA_TLS_CA: ca, SPILLWAY_KAFKA_TLS_CERT: cert, SPILLWAY_KAFKA_TLS_KEY: key } = config;
  return { ssl: { rejectUnauthorized: true, ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) } };
}

function saslOptions(config: KafkaConfig): { sasl?: SASLOptions } {
  const username = config.SPILLWAY_KAFKA_SASL_USERNAME ?? '';
  const password = config.SPILLWAY_KAFKA_SASL_PASSWORD ?? '';
  const tokenFile = config.SPILLWAY_KAFKA_SASL_TOKEN_FILE ?? '';
  switch (config.SPILLWAY_KAFKA_SASL_MECHANISM) {
    case undefined:
      return {};
    case 'PLAIN':
      return { sasl: { mechanism: 'plain', username, password } };
    case 'SCRAM-SHA-256':
      return { sasl: { mechanism: 'scram-sha-256', username, password } };
    case 'SCRAM-SHA-512':
      return { sasl: { mechanism: 'scram-sha-512', username, password } };
    case 'OAUTHBEARER':
      return {
        sasl: {
          mechanism: 'oauthbearer',
          oauthBearerProvider: async () => ({ value: (await readFile(tokenFile, 'utf8')).trim() }),
        },
      };
  }
}
