import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/internal';
import { handlerMetadata, type HandlerMetadata } from './handler-metadata.js';
import type { RegisteredHandler } from './registered-handler.js';

/** Finds every decorated handler among the providers and controllers of this app. */
@Injectable()
export class HandlerExplorer {
  constructor(@Inject(DiscoveryService) private readonly discovery: DiscoveryService) {}

  explore(): readonly RegisteredHandler[] {
    const found = new Map<unknown, RegisteredHandler[]>();
    for (const wrapper of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      const metatype = wrapper.metatype as (abstract new () => unknown) | null;
      if (typeof metatype !== 'function' || found.has(metatype)) continue;
      const handlers = handlerMetadata(metatype).map((metadata) => toHandler(wrapper, metatype.name, metadata));
      if (handlers.length > 0) found.set(metatype, handlers);
    }
    return [...found.values()].flat();
  }
}

function toHandler(wrapper: InstanceWrapper, className: string, metadata: HandlerMetadata): RegisteredHandler {
  const instance = wrapper.instance as Record<string, RegisteredHandler['method']>;
  const methodName = metadata.kind === 'single' ? 'handle' : 'handleBatch';
  return {
    ...metadata,
    name: metadata.options.name ?? className,
    isSingleton: wrapper.isDependencyTreeStatic(),
    isPlain: false,
    instance,
    methodName,
    method: instance[methodName]!,
    moduleKey: wrapper.host?.token ?? '',
  };
}
