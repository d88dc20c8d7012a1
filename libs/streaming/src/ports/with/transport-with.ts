import type { Transport } from '../transport.js';

/** The same connection, but for what `changes` do otherwise. */
export function transportWith(transport: Transport, changes: Partial<Transport>): Transport {
  const { place } = transport;
  return {
    name: transport.name,
    connect: () => transport.connect(),
    ...(place && { place: () => place.call(transport) }),
    admin: () => transport.admin(),
    reader: () => transport.reader(),
    sink: () => transport.sink(),
    source: (options) => transport.source(options),
    close: () => transport.close(),
    ...changes,
  };
}
