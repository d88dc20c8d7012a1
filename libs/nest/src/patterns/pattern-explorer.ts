import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/internal';
import {
  PATTERN_EXTRAS_METADATA,
  PATTERN_HANDLER_METADATA,
  PATTERN_METADATA,
  TRANSPORT_METADATA,
} from '@nestjs/microservices/constants.js';
import { PatternHandler } from '@nestjs/microservices/enums/pattern-handler.enum.js';
import type { HandlerTarget } from '../enhancers/handler-target.js';
import type { PatternExtras, PlainPattern } from './plain-pattern.js';
import { spillwayTransportId } from './spillway-transport-id.js';

/**
 * Finds the plain pattern methods meant for this transport. Nest hands them to a strategy as well, but wrapped so that
 * errors arrive as `{ status: 'error' }`; the toolkit needs the methods themselves.
 */
@Injectable()
export class PatternExplorer {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
  ) {}

  explore(): readonly PlainPattern[] {
    return this.discovery.getControllers().flatMap((wrapper) => patternMethods(wrapper, this.scanner));
  }
}

/** What is read of a class that Nest has, or could make, an instance of. */
export type PatternClass = Pick<InstanceWrapper, 'name' | 'metatype' | 'instance' | 'isDependencyTreeStatic' | 'host'>;

/** The plain pattern methods of a class that are meant for this transport. */
export function patternMethods(wrapper: PatternClass, scanner: MetadataScanner): readonly PlainPattern[] {
  const prototype = (wrapper.metatype?.prototype ?? null) as Record<string, HandlerTarget['method']> | null;
  if (prototype === null) return [];
  return scanner.getAllMethodNames(prototype).flatMap((name) => {
    const pattern = toPattern(wrapper, name, prototype[name]!);
    return pattern === undefined ? [] : [pattern];
  });
}

function toPattern(
  wrapper: PatternClass,
  methodName: string,
  method: HandlerTarget['method'],
): PlainPattern | undefined {
  const read = <T>(key: string): T | undefined => Reflect.getMetadata(key, method) as T | undefined;
  const kind = read<PatternHandler>(PATTERN_HANDLER_METADATA);
  const transport = read<unknown>(TRANSPORT_METADATA);
  if (kind === undefined || (transport !== undefined && transport !== spillwayTransportId)) return undefined;
  return {
    name: `${wrapper.name}.${methodName}`,
    isEvent: kind === PatternHandler.EVENT,
    isSingleton: wrapper.isDependencyTreeStatic(),
    isPlain: true,
    patterns: read<readonly unknown[]>(PATTERN_METADATA) ?? [],
    extras: read<PatternExtras>(PATTERN_EXTRAS_METADATA) ?? {},
    instance: wrapper.instance as object,
    method,
    methodName,
    moduleKey: wrapper.host?.token ?? '',
  };
}
