import type { RecordSource } from '../record-source.js';

/** The same source, but for what `changes` do otherwise. What it may leave out stays left out. */
export function sourceWith(source: RecordSource, changes: Partial<RecordSource>): RecordSource {
  const { isSessionOver, fetchWaitMs } = source;
  return {
    start: (listener) => source.start(listener),
    pause: (partition) => source.pause(partition),
    resume: (partition) => source.resume(partition),
    narrow: (partition, headers) => source.narrow(partition, headers),
    seek: (position) => source.seek(position),
    commit: (positions, options) => source.commit(positions, options),
    stop: () => source.stop(),
    ...(isSessionOver && { isSessionOver: () => isSessionOver.call(source) }),
    ...(fetchWaitMs !== undefined && { fetchWaitMs }),
    ...changes,
  };
}
