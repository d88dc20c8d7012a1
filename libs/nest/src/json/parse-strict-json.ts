import { SpillwayError } from '@spillway/events';
import { decodeUtf8 } from './decode-utf8.js';
import type { JsonLimits } from './json-limits.js';
import { scanJson } from './scan-json.js';

/**
 * Reads JSON from bytes, refusing everything that two parsers could understand differently or that JavaScript would
 * change silently.
 *
 * @throws SpillwayError `SPW-4002` not JSON or not UTF-8 · `SPW-4003` refused content; both name the byte position
 */
export function parseStrictJson(bytes: Buffer, limits?: JsonLimits): unknown {
  const text = decodeUtf8(bytes);
  const finding = scanJson(text, limits);
  if (finding === undefined) return JSON.parse(text);
  const bytePosition = Buffer.byteLength(text.slice(0, finding.index));
  const where = `at byte ${bytePosition}`;
  if (finding.kind === 'syntax') {
    throw new SpillwayError('SPW-4002', `The body is not valid JSON ${where}: ${finding.detail}`, {
      issues: [{ pointer: finding.pointer, detail: `${finding.detail} ${where}` }],
      context: { bytePosition },
    });
  }
  throw new SpillwayError('SPW-4003', `The JSON is refused ${where}: a value ${finding.detail}`, {
    issues: [{ pointer: finding.pointer, detail: `${finding.detail} (${where})` }],
    context: { bytePosition },
  });
}
