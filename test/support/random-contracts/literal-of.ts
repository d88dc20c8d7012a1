/** A payload as a TypeScript expression. */
export function literalOf(value: unknown): string {
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (Buffer.isBuffer(value)) return `Buffer.from('${value.toString('hex')}', 'hex')`;
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return `[${value.map(literalOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, part]) => `${keyOf(key)}: ${literalOf(part)}`);
  return `{ ${parts.join(', ')} }`;
}

/** TypeScript takes a literal key that every object has for that member, also where any key may stand. */
function keyOf(key: string): string {
  return key in Object.prototype ? `[${JSON.stringify(key)} as string]` : JSON.stringify(key);
}
