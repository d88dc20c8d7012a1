import type { BackOff } from './back-off.js';

/** For what is tried again as often as it takes, of a log that may be away for minutes. */
export const patientBackOff: BackOff = { initialMs: 500, maxMs: 30_000 };
