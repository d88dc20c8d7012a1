import type { DynamicModule, Type } from '@nestjs/common';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SpillwayError } from '@spillway/events';
import { systemClock } from '@spillway/streaming';
import { ReadinessRegistry } from '../health/readiness-registry.js';
import { createAdminApp, createHttpApp, type HttpAppOptions } from '../admin/create-http-app.js';
import { optionalProvider } from '../module/optional-provider.js';
import { SPILLWAY_OPTIONS, type SpillwayOptions } from '../options/spillway-options.js';
import { SPILLWAY_SERVER } from '../options/tokens.js';
import type { SpillwayServer } from '../server/spillway-server.js';
import { closeInOrder, type CloseStep, type FailedStep } from './close-in-order.js';
import type { RunningApp } from './running-app.js';

export interface StartOptions extends HttpAppOptions {
  /** For the whole ordered shutdown. Default 20 s. */
  readonly closeDeadlineMs?: number;
}

export interface RunningHttpApp extends RunningApp {
  /** For tests and for providers the caller needs: `app.get(TOKEN, { strict: false })`. */
  readonly app: NestFastifyApplication;
}

/**
 * Builds the app, opens its port, then joins its groups; ready only when all of that is done. When a step fails, what
 * was started is closed again and the error is thrown.
 *
 * @throws SpillwayError `SPW-1003` when the port cannot be opened, `SPW-5004` when handlers do not fit
 */
export async function startHttpApp(module: Type | DynamicModule, options: StartOptions): Promise<RunningHttpApp> {
  const app = await createHttpApp(module, options);
  const admin = options.http.adminPort === undefined ? undefined : await createAdminApp(app, options);
  const close = closeOnce(app, admin, options);
  try {
    await listen(app, options.http.host, options.http.port);
    if (admin !== undefined) await listen(admin, options.http.host, options.http.adminPort ?? 0);
    await app.startAllMicroservices();
    optionalProvider(app, ReadinessRegistry)?.markStarted();
    const url = await app.getUrl();
    options.logger.info({ url }, `${options.name} is ready`);
    return { name: options.name, url, app, close, failed: untilFailed(app) };
  } catch (error) {
    // What kept it from starting is the news; what failed on the way out is logged.
    await close().catch(() => undefined);
    throw error;
  }
}

/** A group that was refused, or a database in this process that crashed. */
function untilFailed(app: NestFastifyApplication): Promise<unknown> {
  const server = optionalProvider<SpillwayServer>(app, SPILLWAY_SERVER);
  const state = optionalProvider<SpillwayOptions>(app, SPILLWAY_OPTIONS)?.state;
  return Promise.race([server?.failed, state?.broken].filter((failed) => failed !== undefined));
}

async function listen(app: NestFastifyApplication, host: string, port: number): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw cause;
    throw new SpillwayError('SPW-1003', `Cannot listen on ${host}:${port} (${code})`, { cause, context: { port } });
  }
}

/** Our own order, whatever order Nest gives to the hooks of sibling modules: consumers stop before any provider closes. */
function closeOnce(
  app: NestFastifyApplication,
  admin: NestFastifyApplication | undefined,
  options: StartOptions,
): () => Promise<void> {
  let closing: Promise<readonly FailedStep[]> | undefined;
  const spillway = optionalProvider<SpillwayOptions>(app, SPILLWAY_OPTIONS);
  const steps: CloseStep[] = [
    { name: 'readiness', run: () => optionalProvider(app, ReadinessRegistry)?.markClosing() },
    { name: 'consumers', run: () => optionalProvider<CustomTransportStrategy>(app, SPILLWAY_SERVER)?.close() },
    { name: 'http', run: () => app.close() },
    { name: 'sink', run: () => spillway?.transport.sink().flush() },
    { name: 'transport', run: () => (spillway?.ownsTransport === false ? undefined : spillway?.transport.close()) },
    { name: 'state', run: () => spillway?.state?.close() },
    { name: 'admin', run: () => admin?.close() },
  ];
  return async () => {
    const { logger, closeDeadlineMs: deadlineMs = 20_000 } = options;
    closing ??= closeInOrder(steps, { deadlineMs, clock: spillway?.clock ?? systemClock, logger });
    const failed = await closing;
    if (failed.length === 0) return;
    const names = failed.map(({ name, reason }) => `${name} (${reason})`).join(', ');
    throw new SpillwayError('SPW-1013', `${options.name}: ${names}`);
  };
}
