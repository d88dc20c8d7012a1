const frameBytes = 5;
const maxSchemaId = 2 ** 31 - 1;

/** The schema id in front of a value (Confluent frame), whether or not the rest decodes; null when there is no frame. */
export function readSchemaId(value: Buffer): number | null {
  if (value.length < frameBytes || value[0] !== 0) return null;
  const id = value.readUInt32BE(1);
  return id <= maxSchemaId ? id : null;
}
