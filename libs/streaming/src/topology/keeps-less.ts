import type { SettingChange } from './topology-plan.js';

/** Settings by which a topic keeps so much; -1 is everything. */
const limits = new Set(['retention.ms', 'retention.bytes', 'delete.retention.ms', 'min.compaction.lag.ms']);

/** Whether a topic would lose records by the change, now or later, that it would have kept. */
export function keepsLess({ name, from, to }: SettingChange): boolean {
  if (from === undefined) return false;
  if (name === 'cleanup.policy') return from !== to;
  return limits.has(name) && amount(to) < amount(from);
}

function amount(value: string): number {
  return Number(value) === -1 ? Infinity : Number(value);
}
