/** Half a megabyte of gzip can hold half a gigabyte. */
export const defaultUnpackLimitBytes = 64 * 1_024 * 1_024;

let askedBytes: number | undefined;

/**
 * Sets the most bytes that one packed batch of records may become. One limit for the process, because kafkajs has one
 * table of codecs: the largest that any client asked for.
 */
export function allowUnpacking(bytes: number): void {
  askedBytes = Math.max(askedBytes ?? 0, bytes);
}

export function unpackLimitBytes(): number {
  return askedBytes ?? defaultUnpackLimitBytes;
}
