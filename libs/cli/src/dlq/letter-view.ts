/** A dead letter as the app answers it, as far as it is shown. */
export interface LetterView {
  readonly id: string;
  readonly at: string | null;
  readonly key: string | null;
  readonly keyBase64?: string;
  readonly handler: string | null;
  readonly attempts: number | null;
  readonly appVersion: string | null;
  readonly redriveCount: number;
  readonly eventId: string | null;
  readonly eventType: string | null;
  readonly origin: { readonly topic: string; readonly partition: number; readonly offset: number } | null;
  readonly firstFailedAt: string | null;
  readonly failedAt: string | null;
  readonly first: CauseView;
  readonly last: CauseView & { readonly stack?: string | null; readonly fingerprint: string | null };
  readonly payload?: unknown;
  readonly valueBase64?: string | null;
}

interface CauseView {
  readonly errorClass: string | null;
  readonly code: string | null;
  readonly message: string | null;
}

export function keyText({ key, keyBase64 }: LetterView): string {
  return keyBase64 === undefined ? (key ?? '') : `base64:${keyBase64}`;
}

export function causeText({ errorClass, code, message }: CauseView): string {
  return `${code ?? errorClass ?? 'unknown'}: ${message ?? ''}`;
}
