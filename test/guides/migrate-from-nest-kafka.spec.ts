import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { startHttpApp, type RunningHttpApp } from '@spillway/nest';
import { memoryTransport, noMetrics, silentLogger } from '@spillway/streaming';
import { jsonCodec, waitUntil } from '@spillway/testing';
import { compile, writeGuideBlocks } from '../support/guide-blocks.js';

type AnyModule = Exclude<Parameters<typeof startHttpApp>[0], new (...args: never[]) => unknown>;
type AnyClass = new () => unknown;

describe('the guide from Nest’s Kafka transport', () => {
  const { folder, files } = writeGuideBlocks('docs/guides/migrate-from-nest-kafka.md');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const load = async (name: string): Promise<Record<string, unknown>> =>
    (await import(join(folder, name))) as Record<string, unknown>;

  test('compiles, before and after', () => {
    const names = files.map((file) => file.slice(folder.length + 1));
    expect(names).toEqual(expect.arrayContaining(['before/main.ts', 'after/main.ts']));
    // The check itself can fail.
    const wrong = join(folder, 'wrong.ts');
    writeFileSync(wrong, "export const port: number = 'text';\n");
    expect(compile([...files, wrong])).toEqual([`${wrong}: Type 'string' is not assignable to type 'number'.`]);
  }, 120_000);

  test('what the controller and the service became runs on the memory transport', async () => {
    const { tryIt } = (await load('after/try-it.ts')) as { tryIt: () => Promise<readonly string[]> };
    expect(await tryIt()).toEqual(['teapot from partition 0']);
  });

  describe('further on', () => {
    const memoryParts = async (): Promise<Record<string, unknown>> => {
      const transport = memoryTransport();
      await transport.admin().ensureTopics([
        { name: 'shop.orders', partitions: 1 },
        { name: 'shop.orders.stock-server.dlq', partitions: 1 },
      ]);
      return { transport, codec: jsonCodec(), logger: silentLogger, metrics: noMetrics };
    };
    const start = async (change: (module: AnyModule) => AnyModule): Promise<RunningHttpApp> => {
      const { AppModule } = (await load('after/app.module.ts')) as {
        AppModule: { forRoot(given: unknown): AnyModule };
      };
      const http = { host: '127.0.0.1', port: 0 };
      return startHttpApp(change(AppModule.forRoot(await memoryParts())), { name: 'shop', logger: silentLogger, http });
    };

    test('requests are refused as the guide says', async () => {
      const { PriceController } = await load('after/price.controller.ts');
      const starting = start((module) => ({ ...module, controllers: [PriceController as AnyClass] }));
      await expect(starting).rejects.toMatchObject({ code: 'SPW-8001' });
    });

    test('the handler class takes the place of the controller', async () => {
      const { ReserveStock } = await load('after/reserve-stock.handler.ts');
      const { StockService } = await load('after/stock.service.ts');
      const { CheckoutService } = await load('after/checkout.service.ts');
      const add = (module: AnyModule): AnyModule => ({
        ...module,
        providers: [...(module.providers ?? []), ReserveStock as AnyClass],
      });
      await expect(start(add)).rejects.toMatchObject({ code: 'SPW-5004' });
      const { app, close } = await start((module) => ({ ...add(module), controllers: [] }));
      const checkout = app.get<{ place(customer: string, sku: string): Promise<void> }>(CheckoutService as AnyClass, {
        strict: false,
      });
      await checkout.place('customer-1', 'teapot');
      const { reserved } = app.get<{ reserved: readonly string[] }>(StockService as AnyClass, { strict: false });
      await waitUntil('the stock is reserved', () => reserved.length === 1);
      expect(reserved).toEqual(['teapot from partition 0']);
      await close();
    });
  });
});
