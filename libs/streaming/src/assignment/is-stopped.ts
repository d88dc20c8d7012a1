import type { AssignedPartition } from './assigned-partition.js';

/** An operator has to say how it goes on, or the source says why it stands still. */
export function isStopped({ incident, sourceProblem }: Pick<AssignedPartition, 'incident' | 'sourceProblem'>): boolean {
  return incident !== undefined || sourceProblem !== undefined;
}
