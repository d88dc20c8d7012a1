/** What no two apps may do at once: the later one would take back, or count twice, what the other has just done. */
export type ExclusiveWork = 'migration' | 'roll-up';

/**
 * Does the work when nobody else on the same tables does any of its kind.
 *
 * @param act given a signal that fires with the one given, and when the work is not exclusive any more
 * @throws whatever `act` throws · the signal's reason when it fires first · SpillwayError `SPW-7002`
 */
export type RunExclusively = <R>(
  work: ExclusiveWork,
  act: (signal?: AbortSignal) => Promise<R>,
  signal?: AbortSignal,
) => Promise<R>;
