import { SpillwayError } from '@spillway/events';
import type { GroupDefinition } from './group-definition.js';
import { groupProblems } from './group-problems.js';

/** @throws SpillwayError `SPW-5004` when the group has settings that no consumer can heed, naming all of them */
export function assertGroup(group: GroupDefinition): void {
  const issues = groupProblems(group);
  if (issues.length === 0) return;
  throw new SpillwayError('SPW-5004', issues.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; '), {
    issues,
  });
}
