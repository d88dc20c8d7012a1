import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { jvmFlags } from '../../tools/local-stack/jvm-flags.ts';
import { kafkaCommandLine } from '../../tools/local-stack/kafka-command-line.ts';
import { startChild } from '../../tools/processes/child.ts';
import { takePortBase } from './take-port-base.ts';
import { acceptsConnections } from '../../tools/processes/probes.ts';
import { waitUntilReady } from '../../tools/processes/wait-until-ready.ts';
import { javaCommand } from '../../tools/setup/find-java.mjs';
import { rootDir } from '../../tools/setup/paths.mjs';

const run = promisify(execFile);
const brokerOffset = 92;
const controllerOffset = 192;
const storePassword = 'of-the-key-store';
const brokerUser: ScramUser = { mechanism: 'SCRAM-SHA-512', name: 'broker', password: 'of-the-broker' };

export interface ScramUser {
  readonly mechanism: 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly name: string;
  readonly password: string;
}

/** A Kafka of the test's own that takes TLS connections of SCRAM users only. */
export interface SecureBroker {
  /** `127.0.0.1:port`; its certificate is for this address. */
  readonly address: string;
  /** The self-signed certificate in PEM, which is its own CA. */
  readonly certificate: string;
  stop(): Promise<void>;
}

export interface SecureBrokerOptions {
  /** Users who may do everything; all others then only what access rules allow. Without it everybody may. */
  readonly superUsers?: readonly string[];
  /** Whether it makes a topic for whoever asks about one. */
  readonly createsTopics?: boolean;
}

/** Starts one, with a new certificate by Java's keytool and the users in its first metadata. */
export async function startSecureBroker(
  users: readonly ScramUser[],
  options: SecureBrokerOptions = {},
): Promise<SecureBroker> {
  const base = await takePortBase([brokerOffset, controllerOffset]);
  const parent = join(rootDir, '.spillway');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'secure-'));
  const keyStore = join(folder, 'broker.p12');
  const properties = join(folder, 'server.properties');
  await makeCertificate(keyStore);
  const certificate = await exportCertificate(keyStore);
  writeFileSync(properties, propertiesOf(folder, keyStore, base, options) + authorizerOf(options));
  await format(properties, [brokerUser, ...users]);
  const child = startChild({
    name: 'secure kafka',
    command: javaCommand(),
    args: [...jvmFlags(384), ...kafkaCommandLine('kafka.Kafka'), properties],
    environment: process.env,
    logFile: join(folder, 'kafka.log'),
    graceMs: 15_000,
  });
  const stop = async (): Promise<void> => {
    await child.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const isReady = () => acceptsConnections('127.0.0.1', base + brokerOffset);
    await waitUntilReady(child, isReady, { timeoutMs: 90_000 });
  } catch (error) {
    await stop();
    throw error;
  }
  return { address: `127.0.0.1:${base + brokerOffset}`, certificate, stop };
}

/** A certificate that some other authority signed: nobody’s. */
export async function otherCertificate(): Promise<string> {
  const folder = mkdtempSync(join(rootDir, '.spillway', 'other-ca-'));
  try {
    await makeCertificate(join(folder, 'other.p12'));
    return await exportCertificate(join(folder, 'other.p12'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function makeCertificate(keyStore: string): Promise<void> {
  const identity = ['-alias', 'broker', '-dname', 'CN=broker', '-ext', 'SAN=ip:127.0.0.1', '-validity', '2'];
  await keytool(keyStore, ['-genkeypair', '-keyalg', 'EC', '-groupname', 'secp256r1', ...identity]);
}

async function exportCertificate(keyStore: string): Promise<string> {
  const file = `${keyStore}.pem`;
  await keytool(keyStore, ['-exportcert', '-rfc', '-alias', 'broker', '-file', file]);
  return readFileSync(file, 'utf8');
}

async function keytool(keyStore: string, args: readonly string[]): Promise<void> {
  const java = javaCommand();
  const command = java.includes('/') ? join(dirname(java), 'keytool') : 'keytool';
  await run(command, [...args, '-keystore', keyStore, '-storetype', 'PKCS12', '-storepass', storePassword]);
}

async function format(properties: string, users: readonly ScramUser[]): Promise<void> {
  const credentials = users.flatMap(({ mechanism, name, password }) => [
    '--add-scram',
    `${mechanism}=[name=${name},password=${password}]`,
  ]);
  const clusterId = `A${randomBytes(16).toString('base64url').slice(1)}`;
  const tool = [...jvmFlags(128), ...kafkaCommandLine('kafka.tools.StorageTool')];
  await run(javaCommand(), [...tool, 'format', '-t', clusterId, '-c', properties, ...credentials]);
}

function authorizerOf({ superUsers }: SecureBrokerOptions): string {
  if (superUsers === undefined) return '';
  // The controller talks to itself without a name.
  const all = [brokerUser.name, 'ANONYMOUS', ...superUsers].map((name) => `User:${name}`).join(';');
  const authorizer = 'org.apache.kafka.metadata.authorizer.StandardAuthorizer';
  return `authorizer.class.name=${authorizer}\nsuper.users=${all}\nallow.everyone.if.no.acl.found=false\n`;
}

function propertiesOf(
  folder: string,
  keyStore: string,
  base: number,
  { createsTopics = false }: SecureBrokerOptions,
): string {
  const broker = `127.0.0.1:${base + brokerOffset}`;
  const controller = `127.0.0.1:${base + controllerOffset}`;
  const module = 'org.apache.kafka.common.security.scram.ScramLoginModule';
  const login = `${module} required username="${brokerUser.name}" password="${brokerUser.password}";`;
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${controller}`,
    listeners: `SASL_SSL://${broker},CONTROLLER://${controller}`,
    'advertised.listeners': `SASL_SSL://${broker}`,
    'listener.security.protocol.map': 'SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'SASL_SSL',
    'sasl.mechanism.inter.broker.protocol': brokerUser.mechanism,
    'sasl.enabled.mechanisms': 'SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config': `${module} required;`,
    'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': login,
    'ssl.keystore.location': keyStore,
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.password': storePassword,
    'ssl.truststore.location': keyStore,
    'ssl.truststore.type': 'PKCS12',
    'ssl.truststore.password': storePassword,
    'log.dirs': join(folder, 'log'),
    'auto.create.topics.enable': createsTopics,
    'group.initial.rebalance.delay.ms': 0,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 5,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'log.cleaner.dedupe.buffer.size': 8 * 2 ** 20,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
