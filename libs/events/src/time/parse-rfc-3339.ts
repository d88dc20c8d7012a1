const pattern = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

export interface ParsedTime {
  readonly date: Date;
  /** The text says less than a millisecond, which the date cannot hold. */
  readonly cut: boolean;
}

/**
 * Reads an RFC 3339 date and time; the zone is required. Leap seconds and days that do not exist are refused.
 *
 * @returns undefined when the text is no such time
 */
export function parseRfc3339(text: string): ParsedTime | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const zoneHours = Number(match[9] ?? 0);
  const zoneMinutes = Number(match[10] ?? 0);
  if (hour > 23 || minute > 59 || second > 59 || zoneHours > 23 || zoneMinutes > 59) return undefined;
  const fraction = (match[7] ?? '').padEnd(9, '0');
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second, Number(fraction.slice(0, 3)));
  const zoneMs = (zoneHours * 60 + zoneMinutes) * 60 * 1000 * (match[8] === '-' ? -1 : 1);
  return { date: new Date(date.getTime() - zoneMs), cut: Number(fraction.slice(3)) !== 0 };
}
