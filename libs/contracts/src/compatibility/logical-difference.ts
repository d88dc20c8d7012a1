import type { LogicalType } from '../schema/schema-node.js';
import type { RuleName } from './compatibility-rules.js';

/** Read only from the same logical type: a plain value underneath does not say what it means, or need not be one. */
const meaningful = new Set(['decimal', 'big-decimal', 'duration', 'uuid', 'time-millis', 'time-micros']);

/**
 * Whether a logical type changes what a value means. Avro's own check does not look at logical types; its specification
 * says of decimals that scale and precision must match. A reader without one reads the plain value, and a date or a
 * timestamp that was not marked as such may be marked later: only numbers that no calendar has are refused then, where a
 * time of day refuses most.
 */
export function logicalDifference(
  writer: LogicalType | undefined,
  reader: LogicalType | undefined,
): { readonly rule: RuleName; readonly detail: readonly [writer: string, reader: string] } | undefined {
  if (reader === undefined) return undefined;
  const isUnmarked = writer === undefined && !meaningful.has(reader.name);
  if (isUnmarked) return undefined;
  if (writer?.name !== reader.name) {
    return { rule: 'LOGICAL_TYPE_CHANGED', detail: [writer?.name ?? 'none', reader.name] };
  }
  if (writer.scale !== reader.scale) {
    return { rule: 'DECIMAL_SCALE_CHANGED', detail: [`scale ${writer.scale}`, `scale ${reader.scale}`] };
  }
  const [written = 0, read = 0] = [writer.precision, reader.precision];
  if (written <= read) return undefined;
  return { rule: 'DECIMAL_PRECISION_NARROWED', detail: [`precision ${written}`, `precision ${read}`] };
}
