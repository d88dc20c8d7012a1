import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SpillwayError } from '@spillway/events';
import { z } from 'zod';
import { findUpwards } from '../files/find-upwards.js';
import type { RunInfo } from './run-info.js';

const pointerSchema = z.object({ dataDir: z.string(), runFile: z.string() });
const processSchema = z.object({ name: z.string(), pid: z.int(), port: z.int(), url: z.string() });
const runSchema = z.object({ processes: z.array(processSchema) });

/**
 * What runs in this checkout, found from any folder of it.
 *
 * @throws SpillwayError `SPW-1011` when nothing was started here, or its files cannot be read
 */
export function readRunInfo(workingDir: string): RunInfo {
  const pointerFile = findUpwards(workingDir, join('.spillway', 'current.json'));
  if (pointerFile === undefined) throw new SpillwayError('SPW-1011', `Nothing was started in ${workingDir}.`);
  try {
    const { dataDir, runFile } = pointerSchema.parse(JSON.parse(readFileSync(pointerFile, 'utf8')));
    const { processes } = runSchema.parse(JSON.parse(readFileSync(runFile, 'utf8')));
    return { dataDir, processes };
  } catch (cause) {
    throw new SpillwayError('SPW-1011', `${pointerFile} does not lead to a run.`, { cause });
  }
}
