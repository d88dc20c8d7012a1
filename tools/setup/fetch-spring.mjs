import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findJava, hasMaven, minimumJava } from './find-java.mjs';
import { hashOfFile } from './fingerprint.mjs';
import { rootDir, springDir, stackDir } from './paths.mjs';
import { runToolQuietly, say } from './run-tool.mjs';

const pom = join(rootDir, 'tools', 'spring', 'pom.xml');

/**
 * Fetches Spring for Apache Kafka with Maven, for the test that reads our dead letters with it, when its pom changed or
 * it is missing. It runs on the local stack's Kafka: without that nothing is fetched, and the test is skipped.
 *
 * @param {import('./stamps.mjs').Stamps} stamps
 * @returns {import('./stamps.mjs').Stamps}
 */
export function fetchSpring(stamps) {
  const spring = hashOfFile(pom);
  if (stamps.spring === spring && existsSync(springDir)) return {};
  if (!existsSync(stackDir) || (findJava() ?? 0) < minimumJava || !hasMaven()) return {};
  say('Fetching Spring for Apache Kafka, for a test (mvn, about 7 MB, once) …');
  const target = `${springDir}.new`;
  rmSync(target, { recursive: true, force: true });
  const options = ['-q', '-B', '-Dstyle.color=never', '-f', pom, 'process-resources', `-Dspring.folder=${target}`];
  if (!runToolQuietly('mvn', options)) {
    say('The jars could not be fetched: the test that reads dead letters with Spring is skipped until this works');
    return {};
  }
  rmSync(springDir, { recursive: true, force: true });
  renameSync(target, springDir);
  return { spring };
}
