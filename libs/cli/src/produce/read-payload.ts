import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EventContract } from '@spillway/contracts';
import { SpillwayError } from '@spillway/events';
import { parsePayload } from './parse-payload.js';
import { readExample } from './read-example.js';

export interface PayloadOptions {
  /** A name, or true for the first. */
  readonly example?: string | true;
  readonly file?: string;
  readonly data?: string;
}

/**
 * The event's data as JSON, from where it is said to be.
 *
 * @throws UsageError `SPW-3030` no such example · SpillwayError `SPW-1030` not readable, or no JSON
 */
export function readPayload(
  { example, file, data }: PayloadOptions,
  {
    workingDir,
    schemasFolder,
    contract,
  }: { readonly workingDir: string; readonly schemasFolder: string; readonly contract: EventContract },
): unknown {
  if (data !== undefined) return parsePayload(data, '--data');
  if (file !== undefined) return parsePayload(readText(resolve(workingDir, file), file), file);
  return readExample(schemasFolder, contract, example === true ? undefined : example);
}

function readText(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new SpillwayError('SPW-1030', `${file} cannot be read.`, { cause });
  }
}
