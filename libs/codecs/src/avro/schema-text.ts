import type { AvroType } from './avsc-internals.js';

/**
 * What a type reads and writes, as text; equal down to logical types. What avsc calls equal leaves those out, and a
 * decimal of another scale is another amount.
 */
export function schemaText(type: AvroType): string {
  return JSON.stringify(type.schema({ exportAttrs: true }));
}
