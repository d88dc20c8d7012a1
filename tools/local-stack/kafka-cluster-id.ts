import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The cluster id that one of these log folders already has, else a new one: all nodes of a cluster need the same. */
export function kafkaClusterId(metaFiles: readonly string[]): string {
  for (const file of metaFiles) {
    const id = /^cluster\.id=(.+)$/m.exec(readOrEmpty(file))?.[1];
    if (id !== undefined) return id;
  }
  return newClusterId();
}

/** A random 128-bit id as Kafka writes it; a leading dash would read as an option. */
function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
