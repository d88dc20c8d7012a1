import { SpillwayError } from '@spillway/events';

/**
 * Does something with what `--out` names.
 *
 * @param out as it was typed
 * @throws SpillwayError `SPW-1031` the disk refuses it · what `act` throws besides
 */
export function useOutput<T>(out: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    const { syscall, message } = cause as NodeJS.ErrnoException;
    if (syscall === undefined) throw cause;
    throw new SpillwayError('SPW-1031', `${out} cannot be used: ${message}.`, { cause });
  }
}
