import type { TextForm } from './text-form.js';

const daySeconds = 86_400;
const form = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?$/;

/**
 * Avro `time-millis` and `time-micros`: a time of day, of no date and no time zone.
 *
 * @param digits of a second: 3 or 6
 */
export function timeOfDayForm(digits: number): TextForm {
  const unit = 10 ** digits;
  return {
    rule: `must be a time of day, as 23:59:59.${'9'.repeat(digits)}`,
    parse(text) {
      const [, hours, minutes, seconds, fraction = ''] = form.exec(text) ?? [];
      if (hours === undefined || fraction.length > digits) return undefined;
      const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
      return whole * unit + Number(fraction.padEnd(digits, '0'));
    },
    print(value) {
      const time = Number(value);
      if (!(time >= 0 && time < daySeconds * unit)) return undefined;
      const whole = Math.floor(time / unit);
      const parts = [whole / 3_600, (whole % 3_600) / 60, whole % 60];
      const clock = parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
      return `${clock}.${String(time % unit).padStart(digits, '0')}`;
    },
  };
}
