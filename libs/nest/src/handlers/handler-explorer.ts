import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { handlerMetadata } from './handler-metadata.js';
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
      const handlers = handlerMetadata(metatype).map((metadata) => ({
        ...metadata,
        name: metadata.options.name ?? metatype.name,
        isSingleton: wrapper.isDependencyTreeStatic(),
        instance: wrapper.instance as RegisteredHandler['instance'],
      }));
      if (handlers.length > 0) found.set(metatype, handlers);
    }
    return [...found.values()].flat();
  }
}
