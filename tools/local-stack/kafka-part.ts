import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../processes/child.ts';
import type { Part } from '../processes/part.ts';
import { acceptsConnections } from '../processes/probes.ts';
import { javaCommand } from '../setup/find-java.mjs';
import { formatKafkaLog } from './format-kafka-log.ts';
import { jvmFlags } from './jvm-flags.ts';
import { kafkaCommandLine } from './kafka-command-line.ts';
import { kafkaProperties, type KafkaPorts } from './kafka-properties.ts';

export interface KafkaOptions {
  /** Kafka's data and its configuration. */
  readonly dataDir: string;
  readonly logFile: string;
  readonly ports: KafkaPorts;
}

/** One Kafka broker and controller in one JVM; its folder is formatted on the first use. */
export function kafkaPart({ dataDir, logFile, ports }: KafkaOptions): Part<'kafka'> {
  const logDir = join(dataDir, 'log');
  const propertiesFile = join(dataDir, 'server.properties');
  return {
    name: 'kafka',
    port: ports.broker,
    url: `127.0.0.1:${ports.broker}`,
    startTimeoutMs: 60_000,
    isReady: () => acceptsConnections('127.0.0.1', ports.broker),
    spawn: () => {
      mkdirSync(dataDir, { recursive: true });
      writeFileSync(propertiesFile, kafkaProperties(logDir, ports));
      if (!existsSync(join(logDir, 'meta.properties'))) formatKafkaLog(propertiesFile);
      return startChild({
        name: 'kafka',
        command: javaCommand(),
        args: [...jvmFlags(512), ...kafkaCommandLine('kafka.Kafka'), propertiesFile],
        environment: process.env,
        logFile,
        graceMs: 15_000,
      });
    },
  };
}
