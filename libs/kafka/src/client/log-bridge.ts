import type { LogFields, Logger } from '@spillway/streaming';
import { logLevel, type logCreator } from 'kafkajs';

type Entry = Parameters<ReturnType<logCreator>>[0];
type Severity = keyof Logger;

/**
 * States a healthy cluster passes through: coordinators that still load after a start, leaders being elected, a group
 * that rebalances. kafkajs retries all of them by itself, and says at error level when it gives up (`Crash: …`), which
 * stays loud.
 */
const passing = [
  'coordinator is loading',
  'group coordinator is not available',
  'not the correct coordinator',
  'leadership election',
  'is not the leader for that topic-partition',
  'group is rebalancing',
  'coordinator is not aware of this member',
];

/** Said by kafkajs about a setting of ours that is right for our use of it (one partition per send, a new producer after a reject). */
const byDesign = ['Limiting retries for the idempotent producer'];

/** kafkajs's log entries into ours: its news is our debug, passing states are demoted, errors stay errors. */
export function logBridge(logger: Logger): logCreator {
  return () => (entry) => {
    logger[severityOf(entry)](fieldsOf(entry), `kafkajs: ${messageOf(entry)}`);
  };
}

function severityOf(entry: Entry): Severity {
  if (entry.level !== logLevel.ERROR && entry.level !== logLevel.WARN) return 'debug';
  const text = `${messageOf(entry)} ${String(entry.log['error'] ?? '')}`;
  if (text.startsWith('Crash:')) return 'error';
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
