import type { AppName } from '../run-folder/run-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that one kind of app knows; the others would refuse them. All other given variables go to every app. */
const readers: readonly (readonly [prefix: string, apps: readonly AppName[]])[] = [
  ['SPILLWAY_ACK_', ['producer']],
  ['SPILLWAY_CLICKHOUSE_', ['audit']],
  ['SPILLWAY_AUDIT_', ['audit']],
  ['SPILLWAY_PAYMENT_', ['consumer']],
  // The payment gateway is no app.
  ['SPILLWAY_GATEWAY_', []],
  ['SPILLWAY_POSTGRES_', ['producer', 'consumer']],
  ['SPILLWAY_INBOX_', ['producer', 'consumer']],
  // Set by the launcher itself, or meant for the tests.
  ['SPILLWAY_IMPORT_', []],
  ['SPILLWAY_DATA_DIR', []],
  ['SPILLWAY_HTTP_PORT', []],
  ['SPILLWAY_TEST_', []],
];

/** What of the launcher's own environment an app gets. */
export function appEnvironment(app: AppName, environment: Environment): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => isFor(app, name)));
}

function isFor(app: AppName, name: string): boolean {
  const rule = readers.find(([prefix]) => name.startsWith(prefix));
  return rule === undefined || rule[1].includes(app);
}
