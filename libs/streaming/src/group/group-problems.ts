import type { ErrorIssue } from '@spillway/events';
import type { GroupDefinition, GroupTopicOptions } from './group-definition.js';

const orderings: readonly unknown[] = ['none', 'key', 'partition'] satisfies GroupTopicOptions['ordering'][];
const policies: readonly unknown[] = ['free', 'hold', undefined];
const maxConcurrency = 10_000;

/**
 * Everything wrong about the settings of a group as such, each with what to write: definitions come from JavaScript and
 * from configuration too. Empty when a consumer can heed all of them. Delays of `retry` are checked where they are used.
 */
export function groupProblems(group: GroupDefinition): readonly ErrorIssue[] {
  const pointer = `group ${group.name}`;
  const problems = [nameProblem(group.name), startProblem(group.startFrom), ...topicsProblems(group.topics)];
  return problems.flatMap((detail) => (detail === undefined ? [] : [{ pointer, detail }]));
}

function nameProblem(name: unknown): string | undefined {
  if (typeof name === 'string' && /^[a-zA-Z0-9._-]{1,100}$/.test(name)) return undefined;
  return 'has a name that topics cannot have; write up to 100 letters, digits, dots, dashes and underscores';
}

function startProblem(startFrom: unknown): string | undefined {
  if (startFrom === 'beginning' || startFrom === 'latest') return undefined;
  if (startFrom instanceof Date && !Number.isNaN(startFrom.getTime())) return undefined;
  return `has startFrom ${String(startFrom)}; write 'beginning', 'latest' or a valid Date`;
}

function topicsProblems(topics: GroupDefinition['topics'] | undefined): readonly string[] {
  const entries = Object.entries(topics ?? {});
  if (entries.length === 0) return ['reads no topics; write at least one with its options'];
  return entries.flatMap(([topic, options]) =>
    topicProblems(options).map((problem) => `reads ${topic} with ${problem}`),
  );
}

function topicProblems(options: GroupTopicOptions | null | undefined): readonly string[] {
  if (typeof options !== 'object' || options === null)
    return [`options ${String(options)}; write at least its ordering`];
  const { ordering, concurrency = 1, whenDeadLettered, compat } = options;
  const problems: string[] = [];
  if (!orderings.includes(ordering)) problems.push(`ordering ${ordering}; write 'none', 'key' or 'partition'`);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > maxConcurrency) {
    problems.push(`concurrency ${concurrency}; write a whole number from 1 to 10,000, or leave it out for 64`);
  }
  if (!policies.includes(whenDeadLettered)) {
    problems.push(`whenDeadLettered ${whenDeadLettered}; write 'free' or 'hold'`);
  } else if (whenDeadLettered === 'hold' && ordering === 'none') {
    problems.push("whenDeadLettered 'hold', but no order to hold; write ordering 'key' or 'partition', or 'free'");
  }
  if (compat !== undefined && compat !== 'spring')
    problems.push(`compat ${String(compat)}; write 'spring' or leave it out`);
  return problems;
}
