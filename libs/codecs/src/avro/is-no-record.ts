/** Values that nobody means as a record, though each may lack fields as a record may; instances of classes may be one. */
export function isNoRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Date || value instanceof Map;
}
