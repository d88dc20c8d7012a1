/** Bytes as the audit app answers them. */
export type BytesView = string | { readonly base64: string } | null;

/** Up to when an answer knows everything. */
export interface CompleteUpToView {
  readonly time: string | null;
  readonly complete: boolean;
}

export interface AnswerView {
  readonly completeUpTo: CompleteUpToView | null;
  readonly nextCursor?: string | null;
}

/** A stored record, as far as it is shown. */
export interface RecordView {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly timestamp: string;
  readonly eventTime: string | null;
  readonly key: BytesView;
  readonly eventId: string | null;
  readonly source: string | null;
  readonly type: string | null;
  readonly correlationId: string | null;
  readonly kind: string;
  readonly reason: string | null;
}

export interface RecordDetailView extends RecordView {
  readonly headers: readonly { readonly name: string; readonly value: BytesView }[];
  readonly payload: unknown;
  readonly valueBase64?: string | null;
}

/** An entry of the delivery ledger, as far as it is shown. */
export interface DeliveryView {
  readonly group: string;
  readonly outcome: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly lastOffset: string;
  readonly handler: string | null;
  readonly attempt: number;
  readonly eventId: string | null;
  readonly causeClass: string | null;
  readonly causeCode: string | null;
  readonly durationMs: number;
  readonly endedTo: string;
}

/** Failures that look the same, as far as they are shown. */
export interface FailureView {
  readonly fingerprint: string | null;
  readonly failures: number;
  readonly records: number;
  readonly deadLettered: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly causeClass: string | null;
  readonly causeCode: string | null;
  readonly groups: readonly string[];
  readonly handlers: readonly string[];
}

/** A journey, as far as it is shown. */
export interface JourneyView {
  readonly id: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationMs: number;
  readonly cut: boolean;
  readonly groups: readonly {
    readonly group: string;
    readonly events: number;
    readonly attempts: number;
    readonly retries: number;
    readonly deadLetters: number;
    readonly queueMs: number;
    readonly processingMs: number;
    readonly endToEndMs: number | null;
    readonly exact: boolean;
  }[];
  readonly events: readonly { readonly type: string | null; readonly eventId: string | null }[];
  readonly sequence: readonly {
    readonly time: string;
    /** False when that is only the latest moment it can have been. */
    readonly exact?: boolean;
    readonly what: string;
    readonly event: number;
    readonly topic: string;
    readonly partition: number;
    readonly offset: string;
    readonly group: string | null;
    readonly outcome: string | null;
    readonly attempt: number | null;
  }[];
}
