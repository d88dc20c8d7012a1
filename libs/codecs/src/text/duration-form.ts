import type { TextForm } from './text-form.js';

const form = /^P(?:(\d+)M)?(?:(\d+)D)?(?:T(\d+)(?:\.(\d{1,3}))?S)?$/;
const partBytes = 4;
const most = 2 ** 32 - 1;

/** Avro `duration`: months, days and milliseconds, none of which is a number of the others. */
export const durationForm: TextForm = {
  rule: 'must be a duration of months, days and seconds, as P1M2DT3.004S',
  parse(text) {
    const match = form.exec(text);
    if (match === null || /[PT]$/.test(text)) return undefined;
    const [, months = '0', days = '0', seconds = '0', fraction = ''] = match;
    const parts = [Number(months), Number(days), Number(seconds) * 1_000 + Number(fraction.padEnd(3, '0'))];
    if (parts.some((part) => part > most)) return undefined;
    const bytes = Buffer.alloc(parts.length * partBytes);
    parts.forEach((part, index) => bytes.writeUInt32LE(part, index * partBytes));
    return bytes;
  },
  print(value) {
    const bytes = value as Buffer;
    const [months, days, milliseconds] = [0, 1, 2].map((index) => bytes.readUInt32LE(index * partBytes));
    const seconds = Math.floor(milliseconds! / 1_000);
    return `P${months}M${days}DT${seconds}.${String(milliseconds! % 1_000).padStart(3, '0')}S`;
  },
};
