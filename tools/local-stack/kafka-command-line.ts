import { join } from 'node:path';
import { rootDir, stackDir } from '../setup/paths.mjs';

/** Class path, log configuration and main class of one of Kafka's programs. */
export function kafkaCommandLine(mainClass: string): readonly string[] {
  const logging = join(rootDir, 'tools', 'local-stack', 'log4j2.xml');
  return [`-Dlog4j2.configurationFile=${logging}`, '-cp', join(stackDir, 'kafka', '*'), mainClass];
}
