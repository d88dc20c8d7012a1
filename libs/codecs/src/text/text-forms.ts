import { bigDecimalForm } from './big-decimal-form.js';
import { dateForm } from './date-form.js';
import { durationForm } from './duration-form.js';
import type { TextForm } from './text-form.js';
import { timeOfDayForm } from './time-of-day-form.js';
import { timestampForm } from './timestamp-form.js';
import { uuidBytesForm } from './uuid-bytes-form.js';

export interface TextCarrier {
  /** What the logical type stands on. */
  readonly kind: 'int' | 'long' | 'bytes' | 'fixed';
  /** Of a fixed. */
  readonly sizeBytes?: number;
  readonly form: TextForm;
}

/** Logical types whose values are text in a payload. `timestamp-millis` is a Date, decimals and UUIDs on strings have types of their own. */
export const textForms: Readonly<Record<string, TextCarrier>> = {
  date: { kind: 'int', form: dateForm },
  'time-millis': { kind: 'int', form: timeOfDayForm(3) },
  'time-micros': { kind: 'long', form: timeOfDayForm(6) },
  'timestamp-micros': { kind: 'long', form: timestampForm({ digits: 6, isLocal: false }) },
  'timestamp-nanos': { kind: 'long', form: timestampForm({ digits: 9, isLocal: false }) },
  'local-timestamp-millis': { kind: 'long', form: timestampForm({ digits: 3, isLocal: true }) },
  'local-timestamp-micros': { kind: 'long', form: timestampForm({ digits: 6, isLocal: true }) },
  'local-timestamp-nanos': { kind: 'long', form: timestampForm({ digits: 9, isLocal: true }) },
  'big-decimal': { kind: 'bytes', form: bigDecimalForm },
  duration: { kind: 'fixed', sizeBytes: 12, form: durationForm },
  uuid: { kind: 'fixed', sizeBytes: 16, form: uuidBytesForm },
};
