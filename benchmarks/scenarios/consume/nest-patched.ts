// Drains the topic with Nest's ServerKafka, its costliest bug fixed in memory: it looks for a handler by parsing the
// topic's name as JSON, twice per event, and catches what that throws.
import { drainWithNest } from '../../harness/drain-with-nest.ts';

await drainWithNest((server) => Object.assign(server, { getRouteFromPattern: (pattern: string) => pattern }));
