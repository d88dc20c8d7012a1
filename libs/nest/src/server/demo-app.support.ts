import { Inject, Injectable, Module, type DynamicModule, type OnModuleDestroy, type Type } from '@nestjs/common';
import { defineEvent, type EventDefinition } from '@spillway/events';
import {
  defineGroup,
  memoryTransport,
  noMetrics,
  silentLogger,
  type Delivery,
  type EventCodec,
  type Handler,
  type Transport,
} from '@spillway/streaming';
import { EventHandler } from '../handlers/event-handler.decorator.js';
import { SpillwayModule } from '../module/spillway.module.js';
import type { SpillwayOptions } from '../options/spillway-options.js';

export interface Parcel {
  readonly number: string;
}

const schema = (name: string) => ({ type: 'record', name, namespace: 'demo.parcels', fields: [] });
export const parcels = 'demo.parcels';
export const ParcelSent = defineEvent<Parcel>({ topic: parcels, schema: schema('ParcelSent'), key: (p) => p.number });
export const ParcelLost = defineEvent<Parcel>({ topic: parcels, schema: schema('ParcelLost'), key: (p) => p.number });

export const tracking = defineGroup('tracking', {
  startFrom: 'beginning',
  topics: { [parcels]: { ordering: 'key', ignore: [ParcelLost] } },
});

/** What a handler saw; each app has its own. */
@Injectable()
export class Notebook {
  readonly lines: string[] = [];
}

@Injectable()
@EventHandler(tracking, ParcelSent)
export class NoteParcel implements Handler<Parcel> {
  constructor(@Inject(Notebook) private readonly notebook: Notebook) {}

  handle(event: Parcel, delivery: Delivery<Parcel>): void {
    this.notebook.lines.push(`${event.number}@${delivery.offset}`);
  }
}

/** Stands for a database module: what it closes must not be in use any more. */
@Injectable()
export class Database implements OnModuleDestroy {
  static readonly steps = Symbol('steps');
  constructor(@Inject(Database.steps) private readonly steps: string[]) {}

  onModuleDestroy(): void {
    this.steps.push('database closed');
  }
}

@Module({})
class DemoModule {}

/** JSON in place of Avro: the type's name, a line feed, the payload. */
export const jsonCodec: EventCodec = {
  encode: (definition, payload) => Buffer.from(`${definition.type}\n${JSON.stringify(payload)}`),
  decode: (value) => {
    const [type = '', json = ''] = value.toString().split('\n', 2);
    const definition = [ParcelSent, ParcelLost].find((known) => known.type === type) as EventDefinition | undefined;
    return { schemaId: 1, type, definition, payload: JSON.parse(json) as unknown };
  },
  decodeAsJson: (value) => {
    const [type = '', json = ''] = value.toString().split('\n', 2);
    return { type, text: Buffer.from(json) };
  },
  writtenJson: async (value) => JSON.parse(value.toString().split('\n', 2)[1] ?? '') as unknown,
  parseJson: (_definition, json) => json as never,
  toJson: (event) => event.payload,
  warmUp: async () => {},
};

export async function parcelTransport(): Promise<Transport> {
  const transport = memoryTransport();
  await transport.admin().ensureTopics([
    { name: parcels, partitions: 3 },
    { name: `${parcels}.tracking.dlq`, partitions: 3 },
  ]);
  return transport;
}

export function demoModule(
  options: Partial<SpillwayOptions> & { readonly transport: Transport },
  parts: {
    readonly providers?: readonly Type[];
    readonly controllers?: readonly Type[];
    readonly steps?: string[];
  } = {},
): DynamicModule {
  const { providers = [NoteParcel], controllers = [], steps = [] } = parts;
  return {
    module: DemoModule,
    imports: [SpillwayModule.forRoot({ codec: jsonCodec, logger: silentLogger, metrics: noMetrics, ...options })],
    controllers: [...controllers],
    providers: [Notebook, ...providers, Database, { provide: Database.steps, useValue: steps }],
  };
}
