import { SpillwayError } from '@spillway/events';
import { acceptsConnections, httpStatus } from '../../processes/probes.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const tries = 3;

/**
 * Makes sure that every service named by a variable answers before anything is started.
 *
 * @throws SpillwayError `SPW-1005` naming the variable, what was tried and what came back
 */
export async function requireGivenServices(environment: Environment): Promise<void> {
  const { SPILLWAY_KAFKA_BROKERS: brokers, SPILLWAY_REGISTRY_URL: registry } = environment;
  const { SPILLWAY_CLICKHOUSE_URL: clickhouse, SPILLWAY_POSTGRES_URL: postgres } = environment;
  if (brokers) await requireAnswer('SPILLWAY_KAFKA_BROKERS', brokers, () => anyBroker(brokers.split(',')));
  if (registry) await requireAnswer('SPILLWAY_REGISTRY_URL', registry, () => answersHttp(`${registry}/subjects`));
  if (clickhouse) await requireAnswer('SPILLWAY_CLICKHOUSE_URL', clickhouse, () => answersHttp(clickhouse));
  if (postgres) await requireAnswer('SPILLWAY_POSTGRES_URL', postgres, () => answersTcp(postgres));
}

/** Undefined when it answers, else what came back. */
type Probe = () => Promise<string | undefined>;

async function requireAnswer(variable: string, value: string, probe: Probe): Promise<void> {
  let reason: string | undefined;
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    reason = await probe();
    if (reason === undefined) return;
  }
  const fix = `Start it, correct ${variable}, or leave it out: then npm start runs its own (unset ${variable}).`;
  throw new SpillwayError(
    'SPW-1005',
    `${variable}=${withoutSecrets(value)} is not reached: ${reason} (${tries} tries).`,
    {
      context: { fix },
    },
  );
}

async function anyBroker(brokers: readonly string[]): Promise<string | undefined> {
  for (const broker of brokers) {
    const { host, port } = hostAndPort(broker.trim(), 9092);
    if (await acceptsConnections(host, port, 2000)) return undefined;
  }
  return 'no connection';
}

async function answersHttp(url: string): Promise<string | undefined> {
  const answer = await httpStatus(withoutSecrets(url));
  if (typeof answer === 'string') return answer;
  // A refused credential is an answer; the app that has it will say more.
  return answer < 500 && answer !== 404 ? undefined : `HTTP status ${answer}`;
}

async function answersTcp(url: string): Promise<string | undefined> {
  const { hostname, port } = new URL(url);
  return (await acceptsConnections(hostname, Number(port || 5432), 2000)) ? undefined : 'no connection';
}

function hostAndPort(address: string, defaultPort: number): { host: string; port: number } {
  const [, host = address, port] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(address) ?? [];
  return { host, port: Number(port ?? defaultPort) };
}

/** The address without user and password. */
function withoutSecrets(value: string): string {
  return value.replace(/\/\/[^/@]*@/, '//');
}
