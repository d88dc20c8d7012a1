import { SpillwayError } from '@spillway/events';

/** What of the real stack this machine has. */
export interface Machine {
  /** Major version; undefined where there is no Java. */
  readonly java: number | undefined;
  readonly maven: boolean;
  /** Whether the jars were fetched. */
  readonly jars: boolean;
}

export type MissingPart = 'Java' | 'Maven';

export interface GivenServices {
  readonly brokers: boolean;
  readonly registry: boolean;
}

export type Mode =
  | {
      readonly type: 'memory';
      /** Why, and what to install; empty when it was chosen. */ readonly missing: readonly MissingPart[];
    }
  | { readonly type: 'stack'; readonly startKafka: boolean; readonly startRegistry: boolean };

const minimumJava = 17;

/**
 * Real components where they are given or can be started, the in-process log by choice or where Java or Maven is
 * missing.
 *
 * @throws SpillwayError `SPW-1001` when --memory meets a given service, `SPW-1002` when Java is too old, `SPW-1009` when
 *   the jars could not be fetched
 */
export function chooseMode(memory: boolean, given: GivenServices, machine: Machine): Mode {
  if (memory && (given.brokers || given.registry)) {
    const fix = 'Leave one of them out, e.g.: unset SPILLWAY_KAFKA_BROKERS SPILLWAY_REGISTRY_URL';
    throw new SpillwayError('SPW-1001', '--memory and a given broker or registry exclude each other.', {
      context: { fix },
    });
  }
  if (memory) return { type: 'memory', missing: [] };
  const stack = { type: 'stack', startKafka: !given.brokers, startRegistry: !given.registry } as const;
  if (given.brokers && given.registry) return stack;
  const missing = missingParts(machine);
  if (missing.length > 0 && !given.brokers && !given.registry) return { type: 'memory', missing };
  requireLocalStack(machine);
  return stack;
}

/** Maven only fetches the jars: once they are here it is not missed. */
function missingParts({ java, maven, jars }: Machine): readonly MissingPart[] {
  return [...(java === undefined ? (['Java'] as const) : []), ...(maven || jars ? [] : (['Maven'] as const))];
}

function requireLocalStack({ java, maven, jars }: Machine): void {
  if (java === undefined || java < minimumJava) {
    const found = java === undefined ? 'Java is missing' : `Java ${java} is too old`;
    throw new SpillwayError('SPW-1002', `${found}: Kafka and the schema registry need Java ${minimumJava} or newer.`);
  }
  if (!jars) {
    const why = maven ? 'could not be fetched' : 'cannot be fetched without Maven';
    throw new SpillwayError('SPW-1009', `The jars of Kafka and the schema registry ${why}.`);
  }
}
