import type { SettingChange } from './topology-plan.js';

/** Settings by which a topic keeps so much, takes so much or is so sure of it; -1 is everything. */
const limits = new Set([
  'delete.retention.ms',
  'local.retention.bytes',
  'local.retention.ms',
  'max.compaction.lag.ms',
  'max.message.bytes',
  'min.compaction.lag.ms',
  'min.insync.replicas',
  'retention.bytes',
  'retention.ms',
]);

/** Whether a topic would lose or refuse records by the change, now or later, that it would have kept. */
export function keepsLess({ name, from, to }: SettingChange): boolean {
  if (from === undefined) return false;
  if (name === 'cleanup.policy') return from !== to;
  if (name === 'unclean.leader.election.enable') return to === 'true' && from !== 'true';
  return limits.has(name) && amount(to) < amount(from);
}

function amount(value: string): number {
  return Number(value) === -1 ? Infinity : Number(value);
}
