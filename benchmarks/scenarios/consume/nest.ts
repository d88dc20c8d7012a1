// Drains the topic with stock Nest: ServerKafka, JSON.
import { drainWithNest } from '../../harness/drain-with-nest.ts';

await drainWithNest();
