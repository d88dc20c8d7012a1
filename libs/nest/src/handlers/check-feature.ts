import type { Type } from '@nestjs/common';
import { SpillwayError } from '@spillway/events';
import { handlerMetadata } from './handler-metadata.js';

/** @throws SpillwayError `SPW-5004` naming the classes that no decorator makes handlers: they would never be called */
export function checkFeature(classes: readonly Type[]): void {
  const bare = classes.filter((metatype) => handlerMetadata(metatype).length === 0).map(({ name }) => name);
  if (bare.length === 0) return;
  const detail = `SpillwayModule.forFeature() got ${bare.join(', ')} without decorator; write @EventHandler(group, Event) above the class`;
  throw new SpillwayError('SPW-5004', detail);
}
