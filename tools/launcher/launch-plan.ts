import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { kafkaPart } from '../local-stack/kafka-part.ts';
import { registryPart } from '../local-stack/registry-part.ts';
import type { Part } from '../processes/part.ts';
import { appEnvironments } from './app-environments.ts';
import { appPart } from './app-parts.ts';
import type { Mode } from './choose-mode.ts';
import { memoryPart } from './memory-part.ts';
import { portPlan, type PortPlan } from './port-plan.ts';
import type { AppName, PartName } from './run-file.ts';

export interface PlanOptions {
  readonly mode: Mode;
  readonly checkoutDir: string;
  readonly dataDir: string;
  readonly portBase: number;
  readonly files: readonly string[];
  readonly rate?: number;
  readonly environment: NodeJS.ProcessEnv;
}

/** What will run: services first, then, once topics and contracts are there, the apps. */
export interface LaunchPlan {
  readonly services: readonly Part<'kafka' | 'registry'>[];
  readonly apps: readonly Part[];
  /** Whether a process that ended can go on where it was: not in memory mode, where the log went with it. */
  readonly canRestart: boolean;
  /** What each port is for. */
  readonly ports: ReadonlyMap<number, string>;
  /** Where the apps listen, whatever process they are in. */
  readonly urls: Readonly<Record<AppName, string>>;
  /** For provisioning; absent in memory mode. */
  readonly provisioning?: NodeJS.ProcessEnv;
  readonly rejectsFile: string;
  readonly logDir: string;
}

export const appNames: readonly AppName[] = ['producer', 'consumer', 'audit'];

export function launchPlan(options: PlanOptions): LaunchPlan {
  const { mode, dataDir, checkoutDir } = options;
  const ports = portPlan(options.portBase);
  const logDir = join(dataDir, 'logs');
  const rejectsFile = join(dataDir, 'rejects.ndjson');
  const provisioning = mode.type === 'memory' ? undefined : serviceEnvironment(mode, ports, options.environment);
  const environments = appEnvironments({
    base: provisioning ?? options.environment,
    dataDir: mode.type === 'memory' ? join(dataDir, 'memory') : dataDir,
    ports,
    import: { id: randomUUID(), files: options.files, rate: options.rate, rejectsFile },
  });
  const apps =
    mode.type === 'memory'
      ? [memoryPart({ checkoutDir, environments, logFile: join(logDir, 'memory.log') })]
      : appNames.map((name) =>
          appPart(name, {
            checkoutDir,
            port: ports[name],
            environment: environments[name],
            logFile: join(logDir, `${name}.log`),
          }),
        );
  const services = servicesOf(mode, ports, { dataDir, logDir });
  const used: readonly PartName[] = [...appNames, ...services.map(({ name }) => name)];
  return {
    services,
    apps,
    canRestart: mode.type !== 'memory',
    ports: portPurposes(ports, used),
    urls: { producer: urlOf(ports.producer), consumer: urlOf(ports.consumer), audit: urlOf(ports.audit) },
    provisioning,
    rejectsFile,
    logDir,
  };
}

/** An app that was killed gets its partitions back after this time; on one machine no network asks for more. */
const localConsumers = { SPILLWAY_KAFKA_SESSION_TIMEOUT_MS: '10000' };

/** The environment with the addresses of the services that this run starts. */
function serviceEnvironment(
  mode: Mode & { type: 'stack' },
  ports: PortPlan,
  given: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  return {
    ...(mode.startKafka && localConsumers),
    ...given,
    ...(mode.startKafka && { SPILLWAY_KAFKA_BROKERS: `127.0.0.1:${ports.kafka}` }),
    ...(mode.startRegistry && { SPILLWAY_REGISTRY_URL: `${urlOf(ports.registry)}/apis/ccompat/v7` }),
  };
}

function servicesOf(
  mode: Mode,
  ports: PortPlan,
  { dataDir, logDir }: { dataDir: string; logDir: string },
): readonly Part<'kafka' | 'registry'>[] {
  if (mode.type === 'memory') return [];
  const kafka = kafkaPart({
    dataDir: join(dataDir, 'kafka'),
    logFile: join(logDir, 'kafka.log'),
    ports: { broker: ports.kafka, controller: ports.controller },
  });
  const registry = registryPart({
    dataDir: join(dataDir, 'registry'),
    logFile: join(logDir, 'registry.log'),
    port: ports.registry,
  });
  return [...(mode.startKafka ? [kafka] : []), ...(mode.startRegistry ? [registry] : [])];
}

function portPurposes(ports: PortPlan, used: readonly PartName[]): ReadonlyMap<number, string> {
  const purposes = new Map(used.map((name) => [ports[name], name as string]));
  if (used.includes('kafka')) purposes.set(ports.controller, 'kafka controller');
  return purposes;
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}
