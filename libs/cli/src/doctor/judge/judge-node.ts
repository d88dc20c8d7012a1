import { errorTable } from '@spillway/events';
import { ok, problem, type CheckResult } from '../check.js';

/** As the `engines` of the packages say. */
const minimum = [24, 9] as const;

export function judgeNode(version: string): CheckResult {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isEnough = major > minimum[0] || (major === minimum[0] && minor >= minimum[1]);
  if (isEnough) return ok(`Node ${version.replace(/^v/, '')} (needs ${minimum.join('.')} or newer)`);
  return problem(
    `Node ${version.replace(/^v/, '')} is too old: ${minimum.join('.')} or newer is needed`,
    errorTable['SPW-1000'].fix,
  );
}
