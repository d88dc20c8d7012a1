import type { AuditConnections } from '../connection/audit-connections.js';
import { engineShare } from '../connection/engine-shares.js';
import { markedStatement } from '../connection/marked-statement.js';
import { statementMemory } from '../connection/statement-memory.js';
import { storeFailure } from '../connection/store-failure.js';
import { timeLimit } from '../connection/time-limit.js';
import { finalSettings } from '../query/final-settings.js';
import { profileSettings } from '../query/profile-settings.js';

const settings = [
  'async_insert = 0',
  // What changes or removes rows is done when it is answered.
  'mutations_sync = 1',
  timeLimit('background'),
  // Payloads of 64 Ki rows are hundreds of megabytes.
  'max_block_size = 16384',
  // ClickHouse would sort payloads and read them afterwards.
  'query_plan_execute_functions_after_sorting = 0',
  finalSettings,
  profileSettings,
].join(', ');

const maxMemoryBytes = 512 * 1024 * 1024;

/** It runs beside inserts and questions; a second thread takes its memory again and ends little sooner. */
const threads = 1;

/** `control` kills what runs in the background. */
export type BackgroundClients = Pick<AuditConnections, 'control' | 'engineBytes'> & {
  readonly pools: Pick<AuditConnections['pools'], 'background'>;
};

/**
 * Runs an `INSERT … SELECT` or a change of rows under limits of its own, and stops it inside ClickHouse when the signal fires.
 *
 * @throws SpillwayError `SPW-7002`; the signal's reason when it fired before the statement was given
 */
export function backgroundStatement(
  { control, pools, engineBytes }: BackgroundClients,
  statement: {
    readonly query: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly id: string;
    /** For the error. */
    readonly doing: string;
  },
  signal?: AbortSignal,
): Promise<void> {
  const memory = statementMemory(engineShare('background', maxMemoryBytes, engineBytes), threads);
  return pools.background.run(async (background) => {
    try {
      await markedStatement({ control, id: statement.id }, signal, (marker) => {
        const query = `${marker} ${statement.query} SETTINGS ${settings}, ${memory}`;
        return background.command({ query, query_params: { ...statement.params } });
      });
    } catch (error) {
      throw storeFailure(error, statement.doing);
    }
  }, signal);
}
