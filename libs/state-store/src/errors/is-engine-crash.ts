import { isNativeError } from 'node:util/types';

/**
 * Whether the embedded database crashed with this error (a full disk under a checkpoint, memory out of bounds). It never
 * answers again: PGlite takes the next statement and blocks the whole process on it.
 */
export function isEngineCrash(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  const { severity } = error as { severity?: unknown };
  return severity === 'PANIC' || severity === 'FATAL' || error.name === 'RuntimeError';
}
