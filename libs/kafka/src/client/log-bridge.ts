import type { LogFields, Logger } from '@spillway/streaming';
import { logLevel, type logCreator } from 'kafkajs';
import { LateJoin } from './late-join.js';

type Entry = Parameters<ReturnType<logCreator>>[0];
type Severity = keyof Logger;

/**
 * States a healthy cluster passes through: coordinators that still load after a start, leaders being elected, a group
 * that rebalances. kafkajs retries most of them by itself and ends its consumer over others; the record source then builds
 * another, and reports that to its owner.
 */
const passing = [
  'coordinator is loading',
  'group coordinator is not available',
  'not the correct coordinator',
  'leadership election',
  'is not the leader for that topic-partition',
  'group is rebalancing',
  'coordinator is not aware of this member',
  // Of ours: a stop while a join is under way.
  LateJoin.text,
];

/** Said by kafkajs about a setting of ours that is right for our use of it (one partition per send, a new producer after a reject). */
const byDesign = ['Limiting retries for the idempotent producer'];

const repeatIntervalMs = 10_000;
const maxRemembered = 100;

/**
 * kafkajs's log entries into ours: its news is our debug, passing states are demoted, errors stay errors. While brokers
 * are away it says the same several times a second: an equal entry is written every 10 s, with how many were left out.
 */
export function logBridge(logger: Logger, steadyMs: () => number): logCreator {
  const written = new Map<string, { atMs: number; leftOut: number }>();
  return () => (entry) => {
    const severity = severityOf(entry);
    const message = `kafkajs: ${messageOf(entry)}`;
    if (severity === 'debug') return logger.debug(fieldsOf(entry), message);
    const last = written.get(message);
    if (last !== undefined && steadyMs() - last.atMs < repeatIntervalMs) {
      last.leftOut++;
      return;
    }
    if (written.size >= maxRemembered) written.clear();
    written.set(message, { atMs: steadyMs(), leftOut: 0 });
    logger[severity]({ ...fieldsOf(entry), ...(last?.leftOut ? { leftOut: last.leftOut } : {}) }, message);
  };
}

function severityOf(entry: Entry): Severity {
  if (entry.level !== logLevel.ERROR && entry.level !== logLevel.WARN) return 'debug';
  const text = `${messageOf(entry)} ${String(entry.log['error'] ?? '')}`;
  if (passing.some((phrase) => text.includes(phrase)) || byDesign.some((phrase) => text.includes(phrase)))
    return 'debug';
  return entry.level === logLevel.ERROR ? 'error' : 'warn';
}

/** In places kafkajs logs an Error where the message belongs. */
function messageOf({ log }: Entry): string {
  const message: unknown = log.message;
  return message instanceof Error ? message.message : String(message);
}

/** Names, counts and addresses only: kafkajs also logs whole requests, assignments and stacks. */
function fieldsOf({ namespace, log }: Entry): LogFields {
  const fields: Record<string, unknown> = { component: namespace || 'client' };
  for (const name of [
    'broker',
    'clientId',
    'groupId',
    'memberId',
    'topic',
    'partition',
    'retryCount',
    'retryTime',
    'error',
  ]) {
    const value = log[name];
    if (typeof value === 'string' || typeof value === 'number') fields[name] = value;
  }
  return fields;
}
