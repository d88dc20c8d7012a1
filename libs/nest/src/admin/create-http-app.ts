import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger, Metrics } from '@spillway/streaming';
import { GroupsAdmin } from '../groups/groups-admin.js';
import { AdminModule } from './admin.module.js';
import type { AdminSources, MetricsPage } from '../groups/admin-sources.js';
import { ReadinessRegistry } from '../health/readiness-registry.js';
import { optionalProvider } from '../module/optional-provider.js';
import { SPILLWAY_OPTIONS, type SpillwayOptions } from '../options/spillway-options.js';
import { ConsumerRegistry } from '../server/consumer-registry.js';
import { SPILLWAY_METRICS, SPILLWAY_SERVER } from '../options/tokens.js';
import { createFastifyAdapter } from '../http/create-fastify-adapter.js';
import type { HttpOptions } from '../http/http-config.js';
import { nestLogger } from '../http/nest-logger.js';
import { serveOpenApi, type OpenApiOptions } from '../http/open-api.js';
import { ProblemFilter } from '../http/problem.filter.js';

export interface HttpAppOptions {
  /** Name of the app in logs and messages. */
  readonly name: string;
  readonly logger: Logger;
  readonly http: HttpOptions;
  /** Serves OpenAPI at `/docs` when given. */
  readonly openApi?: OpenApiOptions;
  /** Serves what operators ask of groups (`/groups/{group}/…`). Default true; false for an app without groups. */
  readonly groupRoutes?: boolean;
}

type AppModule = Type | DynamicModule;

/** Wraps the app's module so that probes can stand beside it without the app knowing. */
@Module({})
class HttpRootModule {}

const noMetricsPage: MetricsPage = { contentType: 'text/plain; version=0.0.4; charset=utf-8', render: async () => '' };

/**
 * Builds an app with the HTTP edge of this toolkit and its consumers connected; nothing listens or consumes yet.
 * `startHttpApp` does all in order; use this for tests and special cases.
 *
 * @throws whatever a provider of the module throws while it is created, e.g. `SPW-1101` when the log is not reached
 */
export async function createHttpApp(module: AppModule, options: HttpAppOptions): Promise<NestFastifyApplication> {
  let app: NestFastifyApplication | undefined;
  const sources = adminSources(() => app);
  const admin = options.http.adminPort === undefined ? [adminModule(sources, options)] : [];
  app = await createEdge({ module: HttpRootModule, imports: [module, ...admin] }, options);
  const server = optionalProvider<CustomTransportStrategy>(app, SPILLWAY_SERVER);
  if (server !== undefined) app.connectMicroservice({ strategy: server }, { inheritAppConfig: true });
  if (options.openApi !== undefined) serveOpenApi(app, options.openApi);
  return app;
}

/** The second server for probes and metrics, where the configuration asks for one. */
export async function createAdminApp(
  app: NestFastifyApplication,
  options: HttpAppOptions,
): Promise<NestFastifyApplication> {
  return createEdge(
    {
      module: HttpRootModule,
      imports: [
        adminModule(
          adminSources(() => app),
          options,
        ),
      ],
    },
    options,
  );
}

function adminModule(sources: AdminSources, { groupRoutes = true }: HttpAppOptions): DynamicModule {
  return AdminModule.forRoot(sources, { hasGroups: groupRoutes });
}

async function createEdge(root: DynamicModule, options: HttpAppOptions): Promise<NestFastifyApplication> {
  const { adapter, routes } = await createFastifyAdapter(options.http);
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: nestLogger(options.logger),
    bodyParser: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(options.logger, routes));
  return app;
}

function adminSources(app: () => NestFastifyApplication | undefined): AdminSources {
  const ownRegistry = new ReadinessRegistry();
  let groupsAdmin: GroupsAdmin | undefined;
  return {
    readiness: () => optionalProvider(app(), ReadinessRegistry) ?? ownRegistry,
    groups: () => {
      const options = optionalProvider<SpillwayOptions>(app(), SPILLWAY_OPTIONS);
      return (groupsAdmin ??= new GroupsAdmin(optionalProvider(app(), ConsumerRegistry), options));
    },
    metrics: () => {
      const metrics = optionalProvider<Metrics & Partial<MetricsPage>>(app(), SPILLWAY_METRICS);
      if (metrics?.render === undefined || metrics.contentType === undefined) return noMetricsPage;
      return { contentType: metrics.contentType, render: () => metrics.render?.() ?? Promise.resolve('') };
    },
  };
}
