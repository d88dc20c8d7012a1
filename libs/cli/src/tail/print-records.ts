import type { Transport } from '@spillway/streaming';
import type { OutputForm } from '../output/output-option.js';
import type { Session } from '../session/session.js';
import { pause } from '../time/pause.js';
import { isWanted } from './is-wanted.js';
import { openTailCodec } from './open-tail-codec.js';
import { readOn } from './read-on.js';
import { tailLine } from './tail-line.js';
import type { TailOptions } from './tail-options.js';
import { tailStart } from './tail-start.js';
import type { TailedRecord } from './tailed-record.js';
import { toTailedRecord } from './to-tailed-record.js';

const pollMs = 250;

/**
 * Prints records as they come: a line each, or one JSON array of them all.
 *
 * @throws SpillwayError `SPW-1101` · `SPW-1103` no such topic · what the session was interrupted by
 */
export async function printRecords(
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
