import { InvalidArgumentError } from 'commander';
import type { NamedServer } from './async-api-server.js';

/** As AsyncAPI has the keys of servers. */
const form = /^(?<name>[\w-]+)=(?:(?<protocol>kafka|kafka-secure):\/\/)?(?<host>[^\s:/@]+:\d{1,5})$/;

/** Reads `--server <name>=[kafka-secure://]<host:port>`, given once for each. */
export function collectServer(text: string, before: readonly NamedServer[] = []): readonly NamedServer[] {
  const { name, host, protocol = 'kafka' } = form.exec(text)?.groups ?? {};
  if (name === undefined || host === undefined)
    throw new InvalidArgumentError(
      'Say <name>=<host:port>, as live=kafka-1.example.com:9092, or live=kafka-secure://….',
    );
  if (before.some((server) => server.name === name)) throw new InvalidArgumentError(`${name} is given twice.`);
  return [...before, { name, host, protocol: protocol as NamedServer['protocol'] }];
}
