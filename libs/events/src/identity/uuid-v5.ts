import { createHash } from 'node:crypto';

/** The URL namespace of RFC 9562, appendix A. */
export const urlNamespace = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

/**
 * The UUID that a name always has in a namespace (version 5, RFC 9562).
 *
 * @param name      any text; its UTF-8 bytes count
 * @param namespace a UUID
 * @throws TypeError when the namespace is no UUID
 */
export function uuidV5(name: string, namespace: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(namespace)) throw new TypeError('The namespace is a UUID');
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8');
  const bytes = hash.digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
