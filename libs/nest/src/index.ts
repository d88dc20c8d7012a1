export { SpillwayClient } from './client/spillway-client.js';
export type { SpillwayClientOptions } from './client/spillway-client-options.js';
export { SpillwayRecord } from './client/spillway-record.js';
export { SpillwayContext, type CallContext } from './context/spillway-context.js';
export type { PatternExtras } from './patterns/plain-pattern.js';
export { spillwayTransportId } from './patterns/spillway-transport-id.js';
export { strictBody } from './groups/group-bodies.js';
export { ApiProblems } from './http/api-problems.decorator.js';
export { createHttpApp, type HttpAppOptions } from './admin/create-http-app.js';
export { httpConfigSchema, httpOptions, type HttpConfig, type HttpOptions } from './http/http-config.js';
export { NoQueryGuard } from './http/no-query.guard.js';
export type { OpenApiOptions } from './http/open-api.js';
export { problemDocument, problemMediaType, type ProblemDocument } from './http/problem-document.js';
export { problemSchema } from './http/problem-schema.js';
export { queryInteger } from './http/query-integer.js';
export { StrictQueryPipe, strictQuery } from './http/strict-query.pipe.js';
export { EventHandler } from './handlers/event-handler.decorator.js';
export { BatchEventHandler } from './handlers/batch-event-handler.decorator.js';
export type { HandlerOptions } from './handlers/handler-metadata.js';
export { ReadinessRegistry, type Readiness, type ReadinessReport } from './health/readiness-registry.js';
export { parseStrictJson } from './json/parse-strict-json.js';
export type { JsonLimits } from './json/json-limits.js';
export { appManifest, type AppManifestOptions } from './manifest/app-manifest.js';
export { writeManifest } from './manifest/write-manifest.js';
export { SpillwayModule } from './module/spillway.module.js';
export type { SpillwayAsyncOptions, SpillwayOptions } from './options/spillway-options.js';
export {
  SPILLWAY_CLOCK,
  SPILLWAY_CODEC,
  SPILLWAY_LOGGER,
  SPILLWAY_METRICS,
  SPILLWAY_PUBLISHER,
  SPILLWAY_STATE,
  SPILLWAY_TRANSPORT,
} from './options/tokens.js';
export { explainError } from './run/explain-error.js';
export { runMain } from './run/run-main.js';
export type { RunningApp } from './run/running-app.js';
export { startHttpApp, type RunningHttpApp, type StartOptions } from './run/start-http-app.js';
export { ConsumerRegistry, type RunnableConsumer } from './server/consumer-registry.js';
export { SpillwayServer, type ServerStatus } from './server/spillway-server.js';
