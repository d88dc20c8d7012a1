import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SpillwayError } from '@spillway/events';
import { javaCommand } from '../setup/find-java.mjs';
import { jvmFlags } from './jvm-flags.ts';
import { kafkaCommandLine } from './kafka-command-line.ts';

const run = promisify(execFile);

/**
 * Gives a new Kafka folder its cluster id.
 *
 * @throws SpillwayError `SPW-1007` with what Kafka's tool printed
 */
export async function formatKafkaLog(propertiesFile: string, clusterId: string): Promise<void> {
  const tool = [...jvmFlags(128), ...kafkaCommandLine('kafka.tools.StorageTool')];
  const args = [...tool, 'format', '-t', clusterId, '-c', propertiesFile];
  await run(javaCommand(), args).catch(
    ({ stderr, stdout, message }: { stderr?: string; stdout?: string; message: string }) => {
      throw new SpillwayError(
        'SPW-1007',
        `Kafka's data folder could not be formatted:\n${stderr || message}${stdout ?? ''}`,
      );
    },
  );
}
