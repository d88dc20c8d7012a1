/** Magic byte 0 and the schema id, big-endian. */
export const frameBytes = 5;

/** Why a value cannot carry an Avro body, or undefined when its frame is sound. */
export function frameProblem(value: Buffer): 'short' | 'magic' | undefined {
  if (value.length < frameBytes) return 'short';
  return value[0] === 0 ? undefined : 'magic';
}

export function readSchemaId(value: Buffer): number {
  return (value[1]! << 24) | (value[2]! << 16) | (value[3]! << 8) | value[4]!;
}

export function writeFrame(value: Buffer, schemaId: number): void {
  value[0] = 0;
  value.writeInt32BE(schemaId, 1);
}
