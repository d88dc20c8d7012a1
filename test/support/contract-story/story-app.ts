import { Module, type DynamicModule } from '@nestjs/common';
import { avroCodec, httpRegistry } from '@spillway/codecs';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { appManifest, SpillwayModule, startHttpApp, type RunningApp } from '@spillway/nest';
import { noMetrics, silentLogger, type AppManifest, type Transport } from '@spillway/streaming';
import type { Stack } from '../stack.js';
import type { StoryParts } from './story-parts.js';

@Module({})
class StoryModule {}

export function storyTransport({ brokers }: Stack): Transport {
  return kafkaTransport({ config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }) });
}

/** Starts an app with these handlers on Kafka and the registry. */
export function startStoryApp(name: string, { handlers, events }: StoryParts, stack: Stack): Promise<RunningApp> {
  const module: DynamicModule = {
    module: StoryModule,
    imports: [
      SpillwayModule.forRoot({
        transport: storyTransport(stack),
        codec: avroCodec({ registry: httpRegistry({ url: stack.registryUrl }), definitions: events }),
        logger: silentLogger,
        metrics: noMetrics,
        knownEvents: events,
      }),
    ],
    providers: [...handlers],
  };
  return startHttpApp(module, { name, logger: silentLogger, http: { host: '127.0.0.1', port: 0 } });
}

/** As the build of the app writes it. */
export function storyManifest(
  app: string,
  { handlers, events, publishes = [] }: Omit<StoryParts, 'groups'> & { readonly publishes?: StoryParts['events'] },
): AppManifest {
  return appManifest({ app, handlers, knownEvents: events, publishes });
}
