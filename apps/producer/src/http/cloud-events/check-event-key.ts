import { SpillwayError } from '@spillway/events';

const maxKeyBytes = 4_096;

/**
 * The key is what keeps order: without a usable one the event must not be published.
 *
 * @throws SpillwayError `SPW-4052`
 */
export function checkEventKey(key: unknown): void {
  const problem = keyProblem(key);
  if (problem !== undefined) throw new SpillwayError('SPW-4052', `The key derived from the data ${problem}`);
}

function keyProblem(key: unknown): string | undefined {
  if (typeof key !== 'string') return 'is missing';
  if (key === '') return 'is empty';
  return Buffer.byteLength(key) > maxKeyBytes ? `is longer than ${maxKeyBytes} bytes` : undefined;
}
