import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { SpillwayError } from '@spillway/events';
import { javaCommand } from '../setup/find-java.mjs';
import { jvmFlags } from './jvm-flags.ts';
import { kafkaCommandLine } from './kafka-command-line.ts';

/**
 * Gives a new Kafka folder its cluster id.
 *
 * @throws SpillwayError `SPW-1007` with what Kafka's tool printed
 */
export function formatKafkaLog(propertiesFile: string): void {
  const tool = [...jvmFlags(128), ...kafkaCommandLine('kafka.tools.StorageTool')];
  const args = [...tool, 'format', '-t', clusterId(), '-c', propertiesFile];
  const { status, stderr, stdout } = spawnSync(javaCommand(), args, { encoding: 'utf8' });
  if (status === 0) return;
  throw new SpillwayError('SPW-1007', `Kafka's data folder could not be formatted:\n${stderr}${stdout}`);
}

/** A random 128-bit id as Kafka writes it; a leading dash would read as an option. */
function clusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? clusterId() : id;
}
