import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** `drain` comes only when all of a write has left: of a whole page that would take a slow reader minutes. */
const sliceBytes = 64 * 1024;

export interface SliceWriterOptions {
  /** Fires when the client has gone. */
  readonly signal: AbortSignal;
  /** How long the client may take for one slice of 64 KiB. */
  readonly stallMs: number;
}

/** Writes an answer as fast as its reader takes it, slice by slice, and gives up on one that has stalled. */
export class SliceWriter {
  readonly #stalled = new AbortController();
  readonly #ended: AbortSignal;

  constructor(
    private readonly raw: ServerResponse,
    private readonly options: SliceWriterOptions,
  ) {
    this.#ended = AbortSignal.any([options.signal, this.#stalled.signal]);
  }

  /** @throws AbortError when the client has gone, or has not taken a slice in time */
  async write(bytes: Buffer): Promise<void> {
    for (let start = 0; start < bytes.length; start += sliceBytes) {
      if (!this.raw.write(bytes.subarray(start, start + sliceBytes))) await this.#drained();
    }
  }

  async #drained(): Promise<void> {
    const timer = setTimeout(() => this.#stalled.abort(), this.options.stallMs);
    try {
      await once(this.raw, 'drain', { signal: this.#ended });
    } finally {
      clearTimeout(timer);
    }
  }
}
