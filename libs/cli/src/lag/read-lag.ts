import { SpillwayError } from '@spillway/events';
import { readText } from '../http/read-text.js';
import { hideSecrets } from '../output/hide-secrets.js';
import type { Session } from '../session/session.js';
import { lagSample, type LagSample } from './lag-sample.js';
import { parseMetrics } from '../http/parse-metrics.js';

/**
 * Asks instances for their metrics.
 *
 * @throws SpillwayError `SPW-5210` one of them does not answer: what it has would be missing from the sums
 */
export async function readLag(session: Session, addresses: readonly string[]): Promise<LagSample> {
  const instances = await Promise.all(
    addresses.map(async (address) => {
      const text = await readText(session, address, '/metrics');
      if (text.includes('# TYPE spillway_consumer_lag_records ')) return parseMetrics(text);
      throw new SpillwayError('SPW-5210', `${hideSecrets(address)} has not the metrics of an app of Spillway.`);
    }),
  );
  return lagSample(performance.now(), instances);
}
