import type { TextForm } from './text-form.js';

const form = /^((?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/;

export interface TimestampOptions {
  /** Of a second: 3, 6 or 9. */
  readonly digits: number;
  /** Without a zone: what a clock on some wall showed. */
  readonly isLocal: boolean;
}

/**
 * Avro's timestamps that no Date can hold exactly: finer than a millisecond, or of no time zone. Text of RFC 3339, in UTC
 * with all its digits, or without a zone.
 */
export function timestampForm({ digits, isLocal }: TimestampOptions): TextForm {
  const unit = 10n ** BigInt(digits);
  const zone = isLocal ? '' : 'Z';
  const example = `2026-11-27T11:00:00.${'0'.repeat(digits)}${zone}`;
  const print = (value: bigint): string | undefined => {
    const fraction = ((value % unit) + unit) % unit;
    const date = new Date(Number((value - fraction) / unit) * 1_000);
    if (Number.isNaN(date.getTime())) return undefined;
    return `${date.toISOString().slice(0, -'.000Z'.length)}.${String(fraction).padStart(digits, '0')}${zone}`;
  };
  return {
    rule: isLocal ? `must be a time without a zone, as ${example}` : `must be a time with a zone, as ${example}`,
    parse(text) {
      const [, clock, fraction = '', offset] = form.exec(text) ?? [];
      if (clock === undefined || fraction.length > digits || isLocal !== (offset === undefined)) return undefined;
      const timeMs = Date.parse(`${clock}Z`);
      // What is no day of the calendar comes back as another one.
      if (Number.isNaN(timeMs) || new Date(timeMs).toISOString() !== `${clock}.000Z`) return undefined;
      const minutes = offsetMinutes(offset);
      if (minutes === undefined) return undefined;
      const seconds = BigInt(timeMs / 1_000 - minutes * 60);
      const value = seconds * unit + BigInt(fraction.padEnd(digits, '0'));
      return BigInt.asIntN(64, value) === value && print(value) !== undefined ? value : undefined;
    },
    print: (value) => print(BigInt(value as bigint | number)),
  };
}

function offsetMinutes(offset = 'Z'): number | undefined {
  if (offset === 'Z') return 0;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(4))];
  if (hours > 23 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
