export const codecPeers = [
  'decode-guarded',
  'decode-trusted',
  'decode-bare-avsc',
  'decode-registry-client',
  'encode',
  'encode-bare-avsc',
  'decode-1-schema',
  'decode-1000-schemas',
  'decode-1000-namesakes',
  'decode-1000-bare-avsc',
] as const;

export type CodecPeer = (typeof codecPeers)[number];

export interface CodecTask {
  readonly peer: CodecPeer;
  /** In a slice. */
  readonly events: number;
}
