import {
  askedCompatibility,
  compatibilityModes,
  schemaIdLocations,
  subjectOf,
  subjectStrategies,
  type SchemaIdLocation,
  type SubjectStrategy,
} from '@spillway/events';
import { eventTopic } from './event-topic.js';
import type { Contract } from './contract.js';

type Attributed = Pick<Contract, 'fullName' | 'kind' | 'schema'>;

/** How the subject of an event is named where its contract says nothing. */
export const usualSubjectStrategy: SubjectStrategy = 'TopicRecordName';

const strategyAttribute = 'spillway.subjectStrategy';
const subjectAttribute = 'spillway.subject';
const locationAttribute = 'spillway.schemaIdLocation';

/** What a contract says of how it is registered; what is wrong counts as not said. */
export function attributesOf(
  contract: Attributed,
): Pick<Contract, 'compatibility' | 'subjectStrategy' | 'subject' | 'schemaIdLocation'> {
  const { fullName, kind, schema } = contract;
  const compatibility = askedCompatibility(schema);
  if (kind === 'shared') {
    const { [subjectAttribute]: subject } = schema;
    return { compatibility, subject: isSubject(subject) ? subject : undefined };
  }
  const subjectStrategy = subjectStrategies.find((strategy) => strategy === schema[strategyAttribute]);
  const subject = subjectOf(subjectStrategy ?? usualSubjectStrategy, eventTopic(contract), fullName);
  const schemaIdLocation = schemaIdLocations.find((location) => location === schema[locationAttribute]);
  return { compatibility, subjectStrategy, subject, schemaIdLocation };
}

/** What is wrong with it. */
export function attributeProblems(schema: Contract['schema'], kind: Contract['kind']): readonly string[] {
  const { 'spillway.compatibility': mode, [strategyAttribute]: strategy, [subjectAttribute]: subject } = schema;
  const { [locationAttribute]: location } = schema;
  const problems: string[] = [];
  if (mode !== undefined && askedCompatibility(schema) === undefined) {
    problems.push(`asks for the compatibility ${String(mode)}, which is none of ${compatibilityModes.join(', ')}`);
  }
  if (strategy !== undefined && !subjectStrategies.includes(strategy as SubjectStrategy)) {
    problems.push(`has the ${strategyAttribute} ${String(strategy)}, which is none of ${subjectStrategies.join(', ')}`);
  }
  if (location !== undefined && !schemaIdLocations.includes(location as SchemaIdLocation)) {
    problems.push(`has the ${locationAttribute} ${String(location)}, which is none of ${schemaIdLocations.join(', ')}`);
  }
  if (location !== undefined && kind === 'shared') problems.push(`is no event, and has a ${locationAttribute}`);
  if (strategy !== undefined && kind === 'shared') problems.push(`is no event, and has a ${strategyAttribute}`);
  if (subject !== undefined && kind === 'event') {
    problems.push(`is an event, and has a ${subjectAttribute}: name it by ${strategyAttribute}`);
  }
  if (subject !== undefined && !isSubject(subject)) problems.push(`has a ${subjectAttribute} that is no name`);
  return problems;
}

function isSubject(subject: unknown): subject is string {
  return typeof subject === 'string' && subject !== '';
}
