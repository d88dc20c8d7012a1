import type { RecordSourceListener } from '../record-source.js';

/** The same listener, but for what `changes` do otherwise. What it may leave out stays left out. */
export function listenerWith(
  listener: RecordSourceListener,
  changes: Partial<RecordSourceListener>,
): RecordSourceListener {
  const { onRecovered } = listener;
  return {
    onAssigned: (partitions) => listener.onAssigned(partitions),
    onRevoking: (partitions) => listener.onRevoking(partitions),
    onBatch: (batch) => listener.onBatch(batch),
    onError: (error, fatal) => listener.onError(error, fatal),
    ...(onRecovered && { onRecovered: () => onRecovered.call(listener) }),
    ...changes,
  };
}
