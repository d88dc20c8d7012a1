/**
 * Names a record by where it first lay in its partition. Its offset alone does not: behind the end of a log that was cut
 * offsets are used again, for other records.
 *
 * @param timestampMs of the record, as its log tells it
 */
export function originName(offset: number, timestampMs: number): string {
  return `${offset}@${timestampMs}`;
}
