import { randomUUID } from 'node:crypto';
import {
  Module,
  type DynamicModule,
  type FactoryProvider,
  type Provider,
  type Type,
  type ValueProvider,
} from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { EventPublisher, systemClock } from '@spillway/streaming';
import { EnhancerFinder } from '../enhancers/enhancer-finder.js';
import { SpillwayClient } from '../client/spillway-client.js';
import { checkFeature } from '../handlers/check-feature.js';
import { HandlerExplorer } from '../handlers/handler-explorer.js';
import { HandlerWiring } from '../wiring/handler-wiring.js';
import { LogReadiness } from '../health/log-readiness.js';
import { ReadinessRegistry } from '../health/readiness-registry.js';
import { PatternExplorer } from '../patterns/pattern-explorer.js';
import { ConsumerRegistry } from '../server/consumer-registry.js';
import { SpillwayServer } from '../server/spillway-server.js';
import { SpillwayFeatureModule } from './spillway-feature.module.js';
import { SPILLWAY_OPTIONS, type SpillwayAsyncOptions, type SpillwayOptions } from '../options/spillway-options.js';
import { tellBuild } from './tell-build.js';
import {
  SPILLWAY_CLOCK,
  SPILLWAY_CODEC,
  SPILLWAY_LOGGER,
  SPILLWAY_METRICS,
  SPILLWAY_PUBLISHER,
  SPILLWAY_SERVER,
  SPILLWAY_STATE,
  SPILLWAY_TRANSPORT,
} from '../options/tokens.js';

const fromOptions = (token: symbol, pick: (options: SpillwayOptions) => unknown): FactoryProvider => ({
  provide: token,
  inject: [SPILLWAY_OPTIONS],
  useFactory: pick,
});

const providers: readonly Provider[] = [
  {
    provide: SPILLWAY_TRANSPORT,
    inject: [SPILLWAY_OPTIONS],
    // Whoever gets the transport gets it connected; a log that cannot be reached ends the start with its reason.
    useFactory: async ({ transport, tracing }: SpillwayOptions) => {
      await transport.connect();
      const place = transport.place?.();
      if (place !== undefined) tracing?.at?.(place);
      return transport;
    },
  },
  fromOptions(SPILLWAY_CODEC, (options) => options.codec),
  fromOptions(SPILLWAY_STATE, (options) => options.state),
  fromOptions(SPILLWAY_LOGGER, (options) => options.logger),
  fromOptions(SPILLWAY_METRICS, (options) => tellBuild(options.metrics)),
  fromOptions(SPILLWAY_CLOCK, (options) => options.clock ?? systemClock),
  {
    provide: SPILLWAY_PUBLISHER,
    inject: [SPILLWAY_OPTIONS, SPILLWAY_TRANSPORT],
    useFactory: ({ transport, codec, clock = systemClock, newId = randomUUID, tracing }: SpillwayOptions) =>
      new EventPublisher({ sink: transport.sink(), codec, clock, newId, tracing }),
  },
  ReadinessRegistry,
  LogReadiness,
  ConsumerRegistry,
  {
    provide: SpillwayClient,
    inject: [SPILLWAY_OPTIONS, SPILLWAY_PUBLISHER],
    useFactory: ({ knownEvents = [], source }: SpillwayOptions, publisher: EventPublisher) =>
      new SpillwayClient({ publisher, events: knownEvents, source }),
  },
  HandlerExplorer,
  PatternExplorer,
  EnhancerFinder,
  HandlerWiring,
  SpillwayServer,
  { provide: SPILLWAY_SERVER, useExisting: SpillwayServer },
];

const shared = [
  SPILLWAY_TRANSPORT,
  SPILLWAY_CODEC,
  SPILLWAY_STATE,
  SPILLWAY_LOGGER,
  SPILLWAY_METRICS,
  SPILLWAY_CLOCK,
  SPILLWAY_PUBLISHER,
  SpillwayClient,
  ReadinessRegistry,
  ConsumerRegistry,
];

/**
 * Gives an app its log, codec, state, telemetry and publisher, and runs the handlers found among its providers. Global,
 * once per app; it holds no static state, so several apps live in one process.
 */
@Module({})
export class SpillwayModule {
  static forRoot(options: SpillwayOptions): DynamicModule {
    return build({ provide: SPILLWAY_OPTIONS, useValue: options });
  }

  static forRootAsync(options: SpillwayAsyncOptions): DynamicModule {
    const provider = {
      provide: SPILLWAY_OPTIONS,
      inject: [...(options.inject ?? [])] as NonNullable<FactoryProvider['inject']>,
      useFactory: options.useFactory as (...dependencies: unknown[]) => SpillwayOptions | Promise<SpillwayOptions>,
    };
    return build(provider, [...(options.imports ?? [])] as NonNullable<DynamicModule['imports']>);
  }

  /**
   * Brings handlers into the module that imports it. They are a module of their own, so what they inject comes from
   * global modules or from `options`.
   *
   * @param handlers classes with `@EventHandler` or `@BatchEventHandler`
   * @throws SpillwayError `SPW-5004` when a class has no such decorator
   */
  static forFeature(
    handlers: readonly Type[],
    options: Pick<DynamicModule, 'imports' | 'providers'> = {},
  ): DynamicModule {
    checkFeature(handlers);
    return {
      module: SpillwayFeatureModule,
      imports: options.imports ?? [],
      providers: [...handlers, ...(options.providers ?? [])],
      exports: [...handlers],
    };
  }
}

function build(
  options: ValueProvider | FactoryProvider,
  imports: NonNullable<DynamicModule['imports']> = [],
): DynamicModule {
  return {
    module: SpillwayModule,
    global: true,
    imports: [DiscoveryModule, ...imports],
    providers: [options, ...providers],
    exports: [...shared, SPILLWAY_SERVER],
  };
}
