import type { TextForm } from './text-form.js';

const dayMs = 86_400_000;
const form = /^(?:\d{4}|[+-]\d{6})-\d\d-\d\d$/;

/** Avro `date`: days since 1970-01-01, as a day of the calendar; it is of no time zone. */
export const dateForm: TextForm = {
  rule: 'must be a date, as 2026-11-27',
  parse(text) {
    if (!form.test(text)) return undefined;
    const days = Date.parse(`${text}T00:00:00Z`) / dayMs;
    return Number.isInteger(days) && dateText(days) === text ? days : undefined;
  },
  print: (days) => dateText(Number(days)),
};

function dateText(days: number): string | undefined {
  const date = new Date(days * dayMs);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, -'T00:00:00.000Z'.length);
}
