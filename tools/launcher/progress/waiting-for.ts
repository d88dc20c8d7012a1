import type { SystemStatus } from './system-status.ts';

/**
 * What keeps the system from being drained, in words; empty when all input is acked, no group lags and the audit is
 * complete up to the log's end.
 */
export function waitingFor(status: SystemStatus): readonly string[] {
  return [...importReasons(status), ...groupReasons(status), ...auditReasons(status)];
}

function importReasons({ import: imported }: SystemStatus): readonly string[] {
  if (imported === undefined) return ['the producer does not answer'];
  return imported.state === 'done' ? [] : [`the import is ${imported.state}`];
}

function groupReasons({ groups }: SystemStatus): readonly string[] {
  if (groups === undefined) return ['the consumer does not answer'];
  return Object.entries(groups).flatMap(([group, topics]) =>
    Object.entries(topics)
      .filter(([, { lag }]) => lag > 0)
      .map(([topic, { lag }]) => `${group} lags ${lag} on ${topic}`),
  );
}

function auditReasons({ audit }: SystemStatus): readonly string[] {
  if (audit === undefined) return ['the audit app does not answer'];
  return [
    ...(audit.lag > 0 ? [`the audit lags ${audit.lag}`] : []),
    ...(audit.gaps > 0 ? [`the audit has ${audit.gaps} gaps`] : []),
    ...(audit.duplicates > 0 ? [`the audit has ${audit.duplicates} duplicates`] : []),
  ];
}
