import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { SpillwayError } from '@spillway/events';
import type { BrokerCount, KafkaName } from '../../local-stack/kafka-nodes.ts';
import type { KafkaPart } from '../../local-stack/kafka-parts.ts';
import { paymentGatewayPart } from '../../payment-gateway/payment-gateway-part.ts';
import type { Part } from '../../processes/part.ts';
import { appEnvironments } from './app-environments.ts';
import { appPart } from './app-parts.ts';
import type { Mode } from '../mode/choose-mode.ts';
import { gatewayEnvironment, hasFaults } from './gateway-environment.ts';
import { memoryPart } from './memory-part.ts';
import type { PaymentFaults } from '../options/payment-faults.ts';
import { portPlan, type PortPlan } from '../options/port-plan.ts';
import type { AppName } from '../run-folder/run-file.ts';
import { serviceParts } from './service-parts.ts';

export interface PlanOptions {
  readonly mode: Mode;
  readonly checkoutDir: string;
  readonly dataDir: string;
  readonly portBase: number;
  readonly brokers: BrokerCount;
  readonly files: readonly string[];
  readonly rate?: number;
  readonly paymentFaults: PaymentFaults;
  readonly environment: NodeJS.ProcessEnv;
}

type ServiceName = KafkaName | 'registry' | 'payment-gateway';

/** What will run: services first, then, once topics and contracts are there, the apps. */
export interface LaunchPlan {
  readonly services: readonly Part<ServiceName>[];
  readonly apps: readonly Part[];
  /** Whether a process that ended can go on where it was: not in memory mode, where the log went with it. */
  readonly canRestart: boolean;
  /** What each port is for. */
  readonly ports: ReadonlyMap<number, string>;
  /** Where the apps listen, whatever process they are in. */
  readonly urls: Readonly<Record<AppName, string>>;
  readonly gatewayUrl: string;
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
  const gateway = gatewayOf(ports, logDir, options);
  const gatewayUrl = gateway?.url ?? options.environment[gatewayVariable] ?? '';
  const environment = { ...options.environment, [gatewayVariable]: gatewayUrl };
  const { kafka, registry } = serviceParts({ ...options, logDir });
  const services = [...kafka, ...(registry ? [registry] : []), ...(gateway ? [gateway] : [])];
  const started = { brokers: kafka.map(({ url }) => url), registryUrl: registry?.url };
  const provisioning = mode.type === 'memory' ? undefined : serviceEnvironment(started, environment);
  const environments = appEnvironments({
    base: provisioning ?? environment,
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
  return {
    services,
    apps,
    canRestart: mode.type !== 'memory',
    ports: portPurposes(ports, kafka, services),
    urls: { producer: urlOf(ports.producer), consumer: urlOf(ports.consumer), audit: urlOf(ports.audit) },
    gatewayUrl,
    provisioning,
    rejectsFile,
    logDir,
  };
}

const gatewayVariable = 'SPILLWAY_PAYMENT_GATEWAY_URL';

/** @throws SpillwayError `SPW-1001` when a gateway is given that is not ours to break */
function gatewayOf(ports: PortPlan, logDir: string, options: PlanOptions): Part<'payment-gateway'> | undefined {
  const { environment, paymentFaults } = options;
  if (!environment[gatewayVariable]) {
    return paymentGatewayPart({
      logFile: join(logDir, 'payment-gateway.log'),
      port: ports['payment-gateway'],
      environment: gatewayEnvironment(environment, paymentFaults),
    });
  }
  if (!hasFaults(paymentFaults)) return undefined;
  const fix = `Leave one of them out, e.g.: unset ${gatewayVariable}`;
  throw new SpillwayError('SPW-1001', '--fail and --outage are for the payment gateway that this command starts.', {
    context: { fix },
  });
}

/** An app that was killed gets its partitions back after this time; on one machine no network asks for more. */
const localConsumers = { SPILLWAY_KAFKA_SESSION_TIMEOUT_MS: '10000' };

interface StartedServices {
  readonly brokers: readonly string[];
  readonly registryUrl: string | undefined;
}

/** The environment with the addresses of the services that this run starts. */
function serviceEnvironment({ brokers, registryUrl }: StartedServices, given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...(brokers.length > 0 && localConsumers),
    ...given,
    ...(brokers.length > 0 && { SPILLWAY_KAFKA_BROKERS: brokers.join(',') }),
    ...(registryUrl !== undefined && { SPILLWAY_REGISTRY_URL: registryUrl }),
  };
}

function portPurposes(
  ports: PortPlan,
  kafka: readonly KafkaPart[],
  services: readonly Part[],
): ReadonlyMap<number, string> {
  return new Map([
    ...appNames.map((name) => [ports[name], name] as const),
    ...services.map(({ port, name }) => [port, name] as const),
    ...kafka.map(({ name, node }) => [node.controllerPort, `${name} controller`] as const),
  ]);
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}
