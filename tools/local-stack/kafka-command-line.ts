import { delimiter, join } from 'node:path';
import { rootDir, stackDir } from '../setup/paths.mjs';

/**
 * Class path, log configuration and main class of one of Kafka's programs.
 *
 * @param jars folder of more of them, in front of Kafka's
 */
export function kafkaCommandLine(mainClass: string, jars?: string): readonly string[] {
  const logging = join(rootDir, 'tools', 'local-stack', 'log4j2.xml');
  const folders = [...(jars === undefined ? [] : [jars]), join(stackDir, 'kafka')];
  const classPath = folders.map((folder) => join(folder, '*')).join(delimiter);
  return [`-Dlog4j2.configurationFile=${logging}`, '-cp', classPath, mainClass];
}
