/** A record as it is shown: decoded where that is possible. */
export interface TailedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly time: string;
  readonly key: string | { readonly base64: string } | null;
  readonly type: string | null;
  readonly id: string | null;
  readonly source: string | null;
  readonly correlationId: string | null;
  readonly headers: readonly { readonly name: string; readonly value: string | { readonly base64: string } }[];
  /** Null for a tombstone, and for what could not be decoded. */
  readonly data: unknown;
  /** Why it could not be decoded; its bytes are then in `valueBase64`. */
  readonly undecodable?: string;
  readonly valueBase64?: string;
}
