// Opens the state folder given as argument and, with `write`, counts offsets in transactions: one line for each that
// committed.
import { openStateStore, type KyselyStateStore } from '@spillway/state-store';
import { sql } from 'kysely';
import { stateWriterMigrations, type StateWriterTables } from './state-writer-tables.js';

const partition = { topic: 'retail.orders', partition: 0 };

async function main([dataDir, mode]: readonly string[]): Promise<void> {
  const store = await openStateStore<StateWriterTables>({ dataDir, migrations: stateWriterMigrations });
  const [done] = await store.inbox.load('writer', [partition]);
  say(`open ${done?.watermark ?? 0}`);
  setInterval(() => undefined, 1_000);
  if (mode === 'write') await writeForEver(store, done?.watermark ?? 0);
}

async function writeForEver(store: KyselyStateStore<StateWriterTables>, from: number): Promise<never> {
  for (let offset = from; ; offset++) {
    await store.transaction(async (tx) => {
      await store.inbox.admit(tx, 'writer', partition.topic, [{ source: '/writer', id: String(offset) }]);
      await tx
        .updateTable('counted')
        .set({ events: sql`events + 1` })
        .execute();
      const counts = { completed: 1, deadLettered: 0, startOffset: from };
      await store.inbox.markDone(tx, 'writer', [{ ...partition, runs: [[offset, offset]], ...counts }]);
    });
    say(`done ${offset + 1}`);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const { code, message } = error as { code?: string; message: string };
  say(`failed ${code} ${message}`);
  process.exitCode = 1;
}
