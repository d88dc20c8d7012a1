import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const brokerCore = '0';
const clientCore = '1';

/**
 * Keeps the broker on one core, and this process with the peers it starts on another, so that neither takes the other's
 * time.
 *
 * @returns how it was done, for the report
 */
export function splitCores(brokerProcesses: readonly number[]): string {
  if (process.platform !== 'linux' || availableParallelism() < 2) return 'cores shared';
  const pin = (core: string, pid: number): boolean =>
    spawnSync('taskset', ['-acp', core, String(pid)], { stdio: 'ignore' }).status === 0;
  const isSplit = brokerProcesses.map((pid) => pin(brokerCore, pid)).every(Boolean) && brokerProcesses.length > 0;
  if (!isSplit || !pin(clientCore, process.pid)) return 'cores shared';
  return `broker on core ${brokerCore}, clients on core ${clientCore}`;
}
