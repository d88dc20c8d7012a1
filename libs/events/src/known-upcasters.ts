import type { Upcaster } from './definitions/upcaster.js';

/**
 * How events of released versions that Avro does not resolve become today's; every app gives them to its codec, beside
 * `knownEvents`. None so far: today's contracts read every released version.
 */
export const knownUpcasters: readonly Upcaster[] = [];
