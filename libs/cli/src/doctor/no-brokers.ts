import { skipped } from './check.js';

/** Of every check that needs a broker. */
export const noBrokers = skipped('no broker is named: SPILLWAY_KAFKA_BROKERS, a profile, or npm start');
