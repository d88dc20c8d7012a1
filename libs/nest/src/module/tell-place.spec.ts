import { Module } from '@nestjs/common';
import { expect, test } from '@jest/globals';
import { noMetrics, noTracing, silentLogger, transportWith, type LogPlace, type Tracing } from '@spillway/streaming';
import { startHttpApp } from '../run/start-http-app.js';
import { jsonCodec, parcelTransport } from '../server/demo-app.support.js';
import { SpillwayModule } from './spillway.module.js';

test('an app tells its traces where the log lies, once it is connected', async () => {
  const told: LogPlace[] = [];
  const tracing: Tracing = { ...noTracing, at: (place) => void told.push(place) };
  let clusterId: string | undefined;
  const inner = await parcelTransport();
  const transport = transportWith(inner, {
    connect: async () => {
      await inner.connect();
      clusterId = 'c-1';
    },
    place: () => ({ clusterId }),
  });
  const metrics = noMetrics;
  @Module({
    imports: [SpillwayModule.forRoot({ transport, codec: jsonCodec, logger: silentLogger, metrics, tracing })],
  })
  class App {}
  const http = { host: '127.0.0.1', port: 0 };
  const running = await startHttpApp(App, { name: 'demo', logger: silentLogger, http });
  await running.close();
  expect(told).toEqual([{ clusterId: 'c-1' }]);
});
