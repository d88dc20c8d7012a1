import { SpillwayError } from '@spillway/events';

export function contractsNotRegistered(subjects: readonly string[]): SpillwayError {
  const detail = `The schema registry does not hold this app's version of: ${subjects.join(', ')}`;
  return new SpillwayError('SPW-3005', detail, { context: { subject: subjects.join(', ') } });
}
