import { spillwayHeaders } from '@spillway/events';
import type { LogRecord } from '@spillway/streaming';

export interface DeadLetter {
  /** Where it first lay: `topic/partition/offset`. */
  readonly origin: string;
  readonly attempt: number;
  readonly errorClass: string;
  /** Class, code and message of the last error; empty when it names none. */
  readonly cause: string;
  hasBytesOf(original: LogRecord): boolean;
}

export function readDeadLetter(record: LogRecord): DeadLetter {
  const header = (name: keyof typeof spillwayHeaders): string => String(record.headers[spillwayHeaders[name]] ?? '');
  return {
    origin: `${header('originTopic')}/${header('originPartition')}/${header('originOffset')}`,
    attempt: Number(header('attempt')),
    errorClass: header('errorClass'),
    cause: [header('errorClass'), header('errorCode'), header('errorMessage')].join(' ').trim(),
    hasBytesOf: ({ key, value, headers }) =>
      same(record.key, key) &&
      same(record.value, value) &&
      Object.entries(headers).every(([name, text]) => String(record.headers[name]) === String(text)),
  };
}

function same(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other);
}
