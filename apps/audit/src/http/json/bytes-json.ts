import { isUtf8 } from 'node:buffer';

/** Bytes as text where they are text, else as base64. */
export function bytesJson(bytes: Buffer): string | { readonly base64: string } {
  return isUtf8(bytes) ? bytes.toString('utf8') : { base64: bytes.toString('base64') };
}
