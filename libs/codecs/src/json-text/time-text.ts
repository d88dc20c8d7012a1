import { readerOf } from '../avro/reader-of.js';
import type { TimestampMillisType } from '../avro/timestamp-millis.type.js';
import type { JsonTextWriter } from './json-text-writer.js';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const lengthBehindDate = '00:00:00.000Z'.length;
const [quote, colon, point, zulu] = [0x22, 0x3a, 0x2e, 0x5a];

/** Times in RFC 3339. The calendar is asked once for each day that is not that of the time before. */
export function timeText(type: TimestampMillisType): JsonTextWriter {
  const read = readerOf<Date>(type);
  let day = Number.NaN;
  let date = Buffer.alloc(0);
  return (tap, out) => {
    const timeMs = read(tap).getTime();
    const ofDay = Math.floor(timeMs / dayMs);
    if (ofDay !== day) {
      day = ofDay;
      date = Buffer.from(`"${new Date(day * dayMs).toISOString().slice(0, -lengthBehindDate)}`);
    }
    const restMs = timeMs - day * dayMs;
    out.constant(date);
    out.digits(Math.floor(restMs / hourMs), 2);
    out.byte(colon);
    out.digits(Math.floor(restMs / minuteMs) % 60, 2);
    out.byte(colon);
    out.digits(Math.floor(restMs / secondMs) % 60, 2);
    out.byte(point);
    out.digits(restMs % secondMs, 3);
    out.byte(zulu);
    out.byte(quote);
  };
}
