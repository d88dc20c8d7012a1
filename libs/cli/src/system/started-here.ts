import type { Session } from '../session/session.js';
import type { RunInfo } from './run-info.js';
import { readRunInfo } from './read-run-info.js';

/** What `npm start` started in this checkout; undefined without it, and where a profile speaks of another system. */
export function startedHere({ workingDir, profile }: Session): RunInfo | undefined {
  if (profile !== undefined && Object.keys(profile.variables).length > 0) return undefined;
  try {
    return readRunInfo(workingDir);
  } catch {
    return undefined;
  }
}
