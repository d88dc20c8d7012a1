import type { EventDefinition } from '@spillway/events';

/** An event somebody wants to have accepted. Identity is `source` + `id`. */
export interface Candidate<T = unknown> {
  readonly definition: EventDefinition<T>;
  readonly payload: T;
  readonly source: string;
  readonly id: string;
  readonly time?: Date;
  readonly subject?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly traceparent?: string;
  /** The import run that brings it, and where in its input it stands. */
  readonly importOrigin?: ImportOrigin;
}

export interface ImportOrigin {
  readonly importId: string;
  /** `<file>:<line>` of the order's first line. */
  readonly position: string;
}

/** What became of a candidate. */
export type Acceptance =
  /** In the log: written now, or (`deduplicated`) by an earlier copy of the same content. */
  | {
      readonly type: 'accepted';
      readonly topic: string;
      readonly partition: number;
      readonly offset: bigint;
      readonly deduplicated: boolean;
      /** Deduplicated, but by this very line in an earlier life of the same import run. */
      readonly sameOrigin: boolean;
    }
  /** Another event has this identity. */
  | { readonly type: 'conflict' }
  /** Not accepted, for this reason; after a retryable error it may be in the log nevertheless. */
  | { readonly type: 'failed'; readonly error: unknown };
