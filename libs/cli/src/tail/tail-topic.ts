import { SpillwayError } from '@spillway/events';
import type { Transport } from '@spillway/streaming';
import type { OutputForm } from '../output/output-option.js';
import type { Session } from '../session/session.js';
import { kafkaConfigOf } from '../system/kafka-config-of.js';
import { pause } from '../time/pause.js';
import type { Condition } from './condition.js';
import { isWanted } from './is-wanted.js';
import { openTailCodec } from './open-tail-codec.js';
import { readOn } from './read-on.js';
import { tailLine } from './tail-line.js';
import { tailStart, type TailFrom } from './tail-start.js';
import type { TailedRecord } from './tailed-record.js';
import { toTailedRecord } from './to-tailed-record.js';

export interface TailOptions {
  readonly topic: string;
  readonly from: TailFrom;
  readonly where: readonly Condition[];
  /** Ends after so many. */
  readonly limit?: number;
  readonly follow: boolean;
  readonly output: OutputForm;
}

const pollMs = 250;

/**
 * Prints records of a topic as they come.
 *
 * @throws SpillwayError `SPW-2004` · `SPW-1101` · `SPW-1103` no such topic
 */
export async function tailTopic(session: Session, options: TailOptions): Promise<void> {
  const transport = await openTransport(session);
  try {
    await printRecords(session, transport, options);
  } finally {
    await transport.close();
  }
}

async function openTransport(session: Session): Promise<Transport> {
  const config = await kafkaConfigOf(session);
  if (config === undefined)
    throw new SpillwayError('SPW-1101', 'No broker is named: SPILLWAY_KAFKA_BROKERS, a profile, or npm start');
  const { kafkaTransport } = await import('@spillway/kafka');
  return kafkaTransport({ config });
}

async function printRecords(
  session: Session,
  transport: Transport,
  { topic, from, where, limit = Number.POSITIVE_INFINITY, follow, output }: TailOptions,
): Promise<void> {
  const codec = await openTailCodec(session);
  const start = await tailStart(transport.admin(), topic, from);
  session.progress(`Reading ${topic}; Ctrl-C ends\n`);
  const wait = (): Promise<void> => pause(session, pollMs);
  const array = output === 'json' ? session.stdout : undefined;
  array?.('[');
  let shown = 0;
  for await (const record of readOn({ reader: transport.reader(), topic, start, ...(follow ? { wait } : {}) })) {
    if (shown >= limit || session.signal?.aborted === true) break;
    const tailed = await toTailedRecord(record, codec);
    if (!isWanted(tailed, where)) continue;
    array?.(shown === 0 ? '\n' : ',\n');
    session.stdout(textOf(tailed, output));
    shown += 1;
    if (shown >= limit) break;
  }
  session.signal?.throwIfAborted();
  array?.(shown === 0 ? ']\n' : '\n]\n');
}

/** Of an array an element, of lines a line. */
function textOf(record: TailedRecord, output: OutputForm): string {
  if (output === 'table') return tailLine(record);
  return output === 'json' ? JSON.stringify(record, null, 2) : `${JSON.stringify(record)}\n`;
}
