import { SpillwayError } from '@spillway/events';
import { parseMetrics, type MetricSample } from '../http/parse-metrics.js';
import { readText } from '../http/read-text.js';
import { hideSecrets } from '../output/hide-secrets.js';
import type { Session } from '../session/session.js';

/**
 * Asks an instance for its metrics.
 *
 * @throws SpillwayError `SPW-5210` it does not answer, or is none
 */
export async function readLag(session: Session, address: string): Promise<readonly MetricSample[]> {
  const text = await readText(session, address, '/metrics');
  if (text.includes('# TYPE spillway_consumer_lag_records ')) return parseMetrics(text);
  throw new SpillwayError('SPW-5210', `${hideSecrets(address)} has not the metrics of an app of Spillway.`);
}
