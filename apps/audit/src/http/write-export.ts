import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { isSpillwayError } from '@spillway/events';
import type { Logger, RecordExport } from '@spillway/streaming';
import type { RawReply } from './leave-signal.js';
import { SliceWriter } from './slice-writer.js';

/** Who takes less than 64 KiB of an export in so long has stalled, and what the export holds is let go. */
const defaultStallMs = 60_000;

export interface WriteExportOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly logger: Logger;
  /** Fires when the client has gone. */
  readonly signal: AbortSignal;
  /** How long the client may take for 64 KiB; a minute unless told. */
  readonly stallMs?: number;
}

/**
 * Writes an export as the answer, with its row count and digest as trailers. What fails before the first byte is thrown
 * and becomes a problem document. What fails later cuts the connection: without its last chunk no client takes the
 * answer for a whole one.
 *
 * @returns whether all of it was written; of one that is asked for its head only nothing is
 */
export async function writeExport(
  reply: RawReply,
  records: RecordExport,
  options: WriteExportOptions,
): Promise<boolean> {
  const { signal, stallMs = defaultStallMs } = options;
  const chunks = records.chunks[Symbol.asyncIterator]();
  const first = await chunks.next();
  const { raw } = reply;
  reply.hijack();
  try {
    begin(reply, options.headers);
    if (raw.req.method === 'HEAD') {
      await leave(raw, chunks);
      return false;
    }
    const digest = createHash('sha256');
    const writer = new SliceWriter(raw, { signal, stallMs });
    for (let next = first; next.done !== true; next = await chunks.next()) {
      digest.update(next.value);
      await writer.write(next.value);
    }
    raw.addTrailers({
      'Spillway-Row-Count': `${records.rows}`,
      'Content-Digest': `sha-256=:${digest.digest('base64')}:`,
    });
    raw.end();
    return true;
  } catch (error) {
    raw.destroy();
    if (!signal.aborted) options.logger.error({ err: error, errorCode: codeOf(error) }, 'An export broke off');
    await chunks.return?.();
    return false;
  }
}

function begin(reply: RawReply, headers: Readonly<Record<string, string>>): ServerResponse {
  // Node refuses to announce trailers for an answer without a body.
  const trailer = reply.raw.req.method === 'HEAD' ? {} : { trailer: 'Spillway-Row-Count, Content-Digest' };
  return reply.raw.writeHead(200, { ...reply.getHeaders(), ...headers, ...trailer });
}

/** Who asks for the head only is told that it would be answered. */
async function leave(raw: ServerResponse, chunks: AsyncIterator<Buffer>): Promise<void> {
  raw.end();
  await chunks.return?.();
}

function codeOf(error: unknown): string | undefined {
  return isSpillwayError(error) ? error.code : undefined;
}
