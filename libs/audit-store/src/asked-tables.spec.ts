import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const folder = import.meta.dirname;
/** Product code but for the tables' own definitions. */
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /(?<!\.spec)\.ts$/.test(name) && !/^(?:spec-support|schema)\//.test(name))
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

/** `<file>: <what the first group matched>`, each once. */
function found(pattern: RegExp): readonly string[] {
  const all = files.flatMap(({ name, text }) => [...text.matchAll(pattern)].map(([, what]) => `${name}: ${what}`));
  return [...new Set(all)].sort();
}

it('73 reads ask views only', () => {
  const asked = found(/\b(?:FROM|(?<!ARRAY )JOIN)\s+([a-z_.]+)/g);
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((place) => !/: audit_\w/.test(place))).toEqual([
    // Who does what two apps must not do at once.
    'leases/lease.ts: leases',
    // A file that the engine has just written for us.
    'query/read-runner.ts: file',
    // The store's own key, read once at the start.
    'query/store-key.ts: store_keys',
    // Which parts a day has, before it is merged.
    'retention/merge-closed-days.ts: system.parts',
  ]);
});

it('73 what is put in for the name of a table is ours', () => {
  expect(found(/\b(?:FROM|INTO|JOIN|TABLE) \$\{([^}]+)\}/g)).toEqual([
    'retention/drop-expired.ts: table',
    'retention/merge-closed-days.ts: tableName',
    'rollup/analytics-statement.ts: view',
    'rollup/order-days.ts: recordedSince',
    'rollup/roll-up.ts: subject.table',
    'rollup/rows-of-hours.ts: from',
    'write/insert-statement.ts: insert.table',
  ]);
});

it('73 questions go through the runner, with its limits and without rights to write: nobody else asks a connection', () => {
  expect(found(/\b((?:reader|exporter|writer|background|control|client)\.(?:query|exec|command|insert))\(/g)).toEqual([
    // To stop what nobody waits for.
    'connection/marked-statement.ts: control.command',
    // Who does what two apps must not do at once.
    'leases/lease.ts: client.command',
    'leases/lease.ts: client.query',
    'query/read-runner.ts: reader.command',
    'query/read-runner.ts: reader.exec',
    'query/read-runner.ts: reader.query',
    // At the start.
    'query/store-key.ts: client.command',
    'query/store-key.ts: client.query',
    // What the app does by itself.
    'retention/clickhouse-upkeep.ts: control.command',
    'retention/clickhouse-upkeep.ts: control.query',
    'rollup/background-statement.ts: background.command',
    'write/block-appender.ts: writer.insert',
    'write/infile-block-writer.ts: client.command',
    'write/insert-bisecting.ts: writer.insert',
    'write/stream-block-writer.ts: client.exec',
  ]);
});
