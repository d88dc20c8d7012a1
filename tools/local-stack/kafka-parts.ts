import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../processes/child.ts';
import type { Part } from '../processes/part.ts';
import { javaCommand } from '../setup/find-java.mjs';
import { formatKafkaLog } from './format-kafka-log.ts';
import { jvmFlags } from './jvm-flags.ts';
import { kafkaClusterId } from './kafka-cluster-id.ts';
import { kafkaCommandLine } from './kafka-command-line.ts';
import { kafkaNodes, type BrokerCount, type KafkaName, type KafkaNode } from './kafka-nodes.ts';
import { kafkaProperties } from './kafka-properties.ts';
import { listsBroker } from './lists-broker.ts';

export interface KafkaOptions {
  /** Holds a folder per node with its data and its configuration. */
  readonly dataDir: string;
  readonly logDir: string;
  readonly portBase: number;
  readonly count: BrokerCount;
}

export interface KafkaPart extends Part<KafkaName> {
  readonly node: KafkaNode;
}

/** The nodes of the local cluster, broker and controller in one JVM each; folders are formatted on the first use. */
export function kafkaParts(options: KafkaOptions): readonly KafkaPart[] {
  const nodes = kafkaNodes(options.portBase, options.count);
  const folders = nodes.map(({ name }) => join(options.dataDir, name));
  const clusterId = kafkaClusterId(folders.map(metaFile));
  return nodes.map((node, index) => kafkaPart(node, { ...options, nodes, clusterId, folder: folders[index]! }));
}

interface NodeOptions extends KafkaOptions {
  readonly nodes: readonly KafkaNode[];
  readonly clusterId: string;
  readonly folder: string;
}

function kafkaPart(node: KafkaNode, { nodes, clusterId, folder, logDir }: NodeOptions): KafkaPart {
  const { name, brokerPort } = node;
  const propertiesFile = join(folder, 'server.properties');
  return {
    node,
    name,
    port: brokerPort,
    url: `127.0.0.1:${brokerPort}`,
    startTimeoutMs: 60_000,
    isReady: () => listsBroker('127.0.0.1', brokerPort, node.id),
    spawn: async () => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(propertiesFile, kafkaProperties(join(folder, 'log'), node, nodes));
      if (!existsSync(metaFile(folder))) await formatKafkaLog(propertiesFile, clusterId);
      return startChild({
        name,
        command: javaCommand(),
        args: [...jvmFlags(512), ...kafkaCommandLine('kafka.Kafka'), propertiesFile],
        environment: process.env,
        logFile: join(logDir, `${name}.log`),
        graceMs: 15_000,
      });
    },
  };
}

function metaFile(folder: string): string {
  return join(folder, 'log', 'meta.properties');
}
