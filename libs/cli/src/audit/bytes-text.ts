import type { BytesView } from './query-views.js';

/** Bytes for people: text where they are text. */
export function bytesText(bytes: BytesView): string {
  if (bytes === null) return '';
  return typeof bytes === 'string' ? bytes : `base64:${bytes.base64}`;
}
