// Publishes the outbox of the database given as argument: one line for each event that "lies in the log". The first
// note of what was acked never happens: there the process waits to be killed.
import { openStateStore } from '@spillway/state-store';
import { noMetrics, OutboxRelay, silentLogger, systemClock, type Outbox } from '@spillway/streaming';

const [postgresUrl, mode] = process.argv.slice(2);
const store = await openStateStore(postgresUrl === undefined ? {} : { postgresUrl });
const { outbox } = store;
const relayed: Omit<Outbox<never>, 'add'> = {
  claim: (signal) => outbox.claim(signal),
  next: (page) => outbox.next(page),
  backlog: () => outbox.backlog(),
  remove: () => {
    process.stdout.write('acked\n');
    return new Promise(() => undefined);
  },
};

const relay = new OutboxRelay({
  outbox: relayed,
  sink: {
    append: async ({ topic, key, headers }) => {
      process.stdout.write(`sent ${String(key)} ${String(headers['ce_id'])}\n`);
      // In the log, and killed before the answer comes.
      if (mode === 'before-ack' && headers['ce_id'] === 'a-3') await new Promise(() => undefined);
      return { topic, partition: 0, offset: 0n };
    },
  },
  clock: systemClock,
  logger: silentLogger,
  metrics: noMetrics,
});
relay.start();
