import { createRequire } from 'node:module';
import { Module } from '@nestjs/common';
import { expect, test } from '@jest/globals';
import { noMetrics, silentLogger, type Metrics } from '@spillway/streaming';
import { startHttpApp } from '../run/start-http-app.js';
import { jsonCodec, parcelTransport } from '../server/demo-app.support.js';
import { SpillwayModule } from './spillway.module.js';

test('an app says in its metrics which version of Spillway it runs on', async () => {
  const said: unknown[][] = [];
  const metrics: Metrics = { ...noMetrics, set: (...gauge) => void said.push(gauge) };
  const transport = await parcelTransport();
  @Module({ imports: [SpillwayModule.forRoot({ transport, codec: jsonCodec, logger: silentLogger, metrics })] })
  class App {}
  const http = { host: '127.0.0.1', port: 0 };
  const running = await startHttpApp(App, { name: 'demo', logger: silentLogger, http });
  await running.close();
  const { version } = createRequire(import.meta.url)('../../package.json') as { readonly version: string };
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
  expect(said.filter(([name]) => name === 'spillway_build_info')).toEqual([['spillway_build_info', 1, { version }]]);
});
