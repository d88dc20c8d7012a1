import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findJava, hasMaven, minimumJava } from './find-java.mjs';
import { hashOfFile } from './fingerprint.mjs';
import { rootDir, stackDir } from './paths.mjs';
import { runToolQuietly, say } from './run-tool.mjs';

const pom = join(rootDir, 'tools', 'local-stack', 'pom.xml');

/**
 * Fetches Kafka and the registry with Maven when the pom changed or they are missing. Without Java or Maven, or when
 * both services are given, nothing is fetched and the launcher says what follows from it.
 *
 * @param {import('./stamps.mjs').Stamps} stamps
 * @returns {import('./stamps.mjs').Stamps}
 */
export function fetchLocalStack(stamps) {
  const localStack = hashOfFile(pom);
  if (stamps.localStack === localStack && existsSync(stackDir)) return {};
  const { SPILLWAY_KAFKA_BROKERS: brokers, SPILLWAY_REGISTRY_URL: registry } = process.env;
  if ((brokers && registry) || (findJava() ?? 0) < minimumJava || !hasMaven()) return {};
  say('Fetching Kafka and the schema registry (mvn, about 200 MB, once) …');
  const target = `${stackDir}.new`;
  rmSync(target, { recursive: true, force: true });
  if (
    !runToolQuietly('mvn', [
      '-q',
      '-B',
      '-Dstyle.color=never',
      '-f',
      pom,
      'process-resources',
      `-Dstack.folder=${target}`,
    ])
  ) {
    say('The jars could not be fetched: there will be no local Kafka until this works: node tools/setup.mjs');
    return {};
  }
  rmSync(stackDir, { recursive: true, force: true });
  renameSync(target, stackDir);
  return { localStack };
}
