import type { AssignedPartition } from '../assignment/assigned-partition.js';

/** An operator has to say how it goes on, or the source says why it stands still. */
export function isStopped({ incident, sourceProblem }: AssignedPartition): boolean {
  return incident !== undefined || sourceProblem !== undefined;
}
