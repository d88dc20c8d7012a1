import { SpillwayError } from '@spillway/events';
import type { PlainPattern } from './plain-pattern.js';

/** @throws SpillwayError `SPW-8001` naming every method that would answer over the log */
export function refuseMessagePatterns(methods: readonly PlainPattern[]): void {
  const refused = methods.filter(({ isEvent }) => !isEvent);
  if (refused.length === 0) return;
  const names = refused.map(({ name, patterns }) => `@MessagePattern(${patterns.map(show).join(', ')}) ${name}`);
  throw new SpillwayError(
    'SPW-8001',
    `${names.join('; ')}: the topic of the reply would come from the caller. Answer over HTTP, or make it @EventPattern; a method for another transport names that transport`,
    { context: { methods: names.length } },
  );
}

function show(pattern: unknown): string {
  return pattern instanceof RegExp ? String(pattern) : (JSON.stringify(pattern) ?? String(pattern));
}
