/** Why a record is copied, in texts for its headers. Whoever fills it in has left out what must not be shown. */
export interface CopyFailure {
  readonly errorClass: string;
  /** `SPW-…`, a system code, or empty. */
  readonly code: string;
  readonly message: string;
  /** Frames only. */
  readonly stack?: string;
  readonly fingerprint?: string;
  readonly handler?: string;
  readonly failedAtMs: number;
}
