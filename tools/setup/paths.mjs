import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const rootDir = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Ignored by git, outlives the throw-away data of a run. */
export const cacheDir = join(rootDir, '.cache');

/** The local stack's jars: `kafka/` and `registry/`. */
export const stackDir = join(cacheDir, 'local-stack');

/** Jars of Spring for Apache Kafka, for a test. */
export const springDir = join(cacheDir, 'spring');
