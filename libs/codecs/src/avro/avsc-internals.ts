import type avro from 'avsc';

/**
 * The parts of avsc that its typings leave out and that a type of ours overrides. avsc has frozen them for years; the
 * specs of this folder fail should that end.
 */
export interface Tap {
  /** Node's own fast way from bytes to text, as avsc uses it; its typings leave it out. */
  readonly buf: Buffer & { latin1Slice(start: number, end: number): string };
  pos: number;
  readLong(): number;
  skipLong(): void;
  writeLong(value: number): void;
  readString(): string;
  writeString(text: string): void;
  skipString(): void;
}

export interface ValueReader {
  _read(tap: Tap): unknown;
}

export interface ValueSkipper {
  _skip(tap: Tap): void;
}

/** A type, or a resolver that stands in for it: inherited methods run on both. */
export interface ItemsHolder {
  readonly itemsType: ValueReader & ValueSkipper;
}

export interface ValuesHolder {
  readonly valuesType: ValueReader & ValueSkipper;
}

export type AvroType = avro.Type;
