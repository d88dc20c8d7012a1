import { join } from 'node:path';
import type { BrokerCount } from '../../local-stack/kafka-nodes.ts';
import { kafkaParts, type KafkaPart } from '../../local-stack/kafka-parts.ts';
import { registryPart } from '../../local-stack/registry-part.ts';
import type { Part } from '../../processes/part.ts';
import type { Mode } from '../mode/choose-mode.ts';
import { portPlan } from '../options/port-plan.ts';

export interface ServiceOptions {
  readonly mode: Mode;
  readonly dataDir: string;
  readonly logDir: string;
  readonly portBase: number;
  readonly brokers: BrokerCount;
}

export interface ServiceParts {
  /** Empty where brokers are given, and in memory mode. */
  readonly kafka: readonly KafkaPart[];
  readonly registry?: Part<'registry'>;
}

/** The services that a run starts itself. */
export function serviceParts({ mode, dataDir, logDir, portBase, brokers }: ServiceOptions): ServiceParts {
  if (mode.type === 'memory') return { kafka: [] };
  const registry = (): Part<'registry'> =>
    registryPart({
      dataDir: join(dataDir, 'registry'),
      logFile: join(logDir, 'registry.log'),
      port: portPlan(portBase).registry,
    });
  return {
    kafka: mode.startKafka ? kafkaParts({ dataDir, logDir, portBase, count: brokers }) : [],
    ...(mode.startRegistry && { registry: registry() }),
  };
}
