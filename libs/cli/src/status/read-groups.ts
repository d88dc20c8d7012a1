import { readText } from '../http/read-text.js';
import { parseMetrics } from '../http/parse-metrics.js';
import type { Session } from '../session/session.js';
import type { PartStatus } from './probe-part.js';

/** A group that an app runs. */
export interface RunningGroup {
  readonly group: string;
  readonly state: string;
  /** The part that runs it. */
  readonly app: string;
}

const apps: ReadonlySet<string> = new Set(['producer', 'consumer', 'audit']);

/** The groups that answering apps run, by their metrics; none of one that has no metrics. */
export async function readGroups(session: Session, parts: readonly PartStatus[]): Promise<readonly RunningGroup[]> {
  const asked = parts.filter(({ name, state }) => apps.has(name) && state !== 'down');
  const found = asked.map(async ({ name, url }) => {
    const text = await readText(session, url, '/metrics').catch(() => '');
    const states = parseMetrics(text).filter(
      (sample) => sample.name === 'spillway_consumer_state' && sample.value === 1,
    );
    return states.map(({ labels }) => ({ group: labels['group'] ?? '', state: labels['state'] ?? '', app: name }));
  });
  return (await Promise.all(found)).flat();
}
