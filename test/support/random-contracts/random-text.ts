import type { Random } from '../random.ts';

const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.below(10)).join('');
const two = (value: number): string => String(value).padStart(2, '0');

/** A value of a logical type that is text in a payload; undefined for any other. */
export function randomText(random: Random, logicalType: string): string | undefined {
  // Years that both sides of a comparison write with four digits, and that 64 bits of nanoseconds reach.
  const date = `${1_700 + random.below(500)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;
  const clock = `${two(random.below(24))}:${two(random.below(60))}:${two(random.below(60))}`;
  const time = (count: number) => `${clock}.${digits(random, count)}`;
  switch (logicalType) {
    case 'date':
      return date;
    case 'time-millis':
      return time(3);
    case 'time-micros':
      return time(6);
    case 'timestamp-micros':
      return `${date}T${time(6)}Z`;
    case 'timestamp-nanos':
      return `${date}T${time(9)}Z`;
    case 'local-timestamp-millis':
      return `${date}T${time(3)}`;
    case 'local-timestamp-micros':
      return `${date}T${time(6)}`;
    case 'local-timestamp-nanos':
      return `${date}T${time(9)}`;
    case 'duration':
      return `P${random.below(99)}M${random.below(99)}DT${random.below(99_999)}.${digits(random, 3)}S`;
    case 'big-decimal':
      return `${random.isTrue(0.5) ? '-' : ''}${1 + random.below(999)}${random.pick(['', '.0', '.25', '.001'])}`;
    default:
      return undefined;
  }
}
