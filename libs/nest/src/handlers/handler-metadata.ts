import 'reflect-metadata';
import type { EventDefinition } from '@spillway/events';
import type { GroupDefinition } from '@spillway/streaming';

/** What a decorator says about a class; the explorer collects it. */
export interface HandlerMetadata {
  readonly kind: 'single' | 'batch';
  readonly group: GroupDefinition;
  readonly definitions: readonly EventDefinition<never>[];
  readonly options: HandlerOptions;
}

export interface HandlerOptions {
  /** Name in logs and metrics. Default: the class's name. */
  readonly name?: string;
  /** After this time the handler's signal fires and the attempt has failed once it settles. Default 60 s. */
  readonly timeoutMs?: number;
  /** What it needs besides the toolkit: handlers that name the same wait together while it is away. */
  readonly dependencies?: readonly string[];
}

const key = Symbol('spillway:handlers');

export function addHandlerMetadata(target: object, metadata: HandlerMetadata): void {
  Reflect.defineMetadata(key, [...handlerMetadata(target), metadata], target);
}

/** Decorations of exactly this class, none inherited. */
export function handlerMetadata(target: object): readonly HandlerMetadata[] {
  return (Reflect.getOwnMetadata(key, target) as readonly HandlerMetadata[] | undefined) ?? [];
}
