import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SpillwayError } from '@spillway/events';
import { findUpwards } from '../files/find-upwards.js';
import type { RunInfo, RunningProcess } from './run-info.js';

interface Pointer {
  readonly dataDir: string;
  readonly runFile: string;
}

/**
 * What runs in this checkout, found from any folder of it.
 *
 * @throws SpillwayError `SPW-1011` when nothing was started here, or its files cannot be read
 */
export function readRunInfo(workingDir: string): RunInfo {
  const pointerFile = findUpwards(workingDir, join('.spillway', 'current.json'));
  if (pointerFile === undefined) throw new SpillwayError('SPW-1011', `Nothing was started in ${workingDir}.`);
  const unusable = (cause?: unknown): SpillwayError =>
    new SpillwayError('SPW-1011', `${pointerFile} does not lead to a run.`, { cause });
  try {
    const { dataDir, runFile } = JSON.parse(readFileSync(pointerFile, 'utf8')) as Pointer;
    const { processes } = JSON.parse(readFileSync(runFile, 'utf8')) as Pick<RunInfo, 'processes'>;
    if (typeof dataDir === 'string' && Array.isArray(processes) && processes.every(isProcess))
      return { dataDir, processes };
  } catch (cause) {
    throw unusable(cause);
  }
  throw unusable();
}

function isProcess({ name, pid, port, url }: Partial<RunningProcess>): boolean {
  return typeof name === 'string' && typeof url === 'string' && Number.isInteger(pid) && Number.isInteger(port);
}
