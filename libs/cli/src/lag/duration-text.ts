const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
] as const;

/** Seconds for people: `0 s`, `1.5 s`, `14 min`, `3 h 20 min`. */
export function durationText(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  const unit = units.findIndex(([, size]) => seconds >= size);
  if (unit === -1) return `${Math.round(seconds)} s`;
  const [name, size] = units[unit]!;
  const [smaller, smallerSize] = units[unit + 1] ?? ['s', 1];
  const rest = Math.floor((seconds % size) / smallerSize);
  return `${Math.floor(seconds / size)} ${name}${rest === 0 ? '' : ` ${rest} ${smaller}`}`;
}
