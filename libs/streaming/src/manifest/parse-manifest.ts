import { SpillwayError, type AvroSchema, type ErrorIssue, type SharedType } from '@spillway/events';
import { z } from 'zod';
import type { AppManifest } from './app-manifest.js';

const name = z.string().min(1);
const names = z.array(name);
const settings = z.record(z.string(), z.string());

const groupSchema = z.object({
  group: name,
  topics: z.array(
    z.object({
      topic: name,
      ordering: z.enum(['none', 'key', 'partition']),
      ignores: names,
      retryTopics: names,
      deadLetterTopic: name.nullable(),
    }),
  ),
  handlers: z.array(z.object({ handler: name, handles: names })),
  unreadable: z.enum(['dead-letter', 'kept']),
});
const logSchema = z.object({
  principal: z.string().regex(/^\w+:.+$/, 'is no principal, as User:consumer is one'),
  topics: z.array(z.object({ name, partitions: z.int().min(1), config: settings.optional() })),
  groupTopics: z.array(z.object({ group: name, source: name, name, config: settings })),
  publishes: names,
  writes: names,
});
const eventSchema = z.object({
  type: name,
  topic: name,
  subject: name,
  schema: z.custom<AvroSchema>((value) => typeof value === 'object' && value !== null, 'is no schema'),
  references: z.array(z.custom<SharedType>()).optional(),
  headerIds: z.literal(true).optional(),
});
const manifestSchema: z.ZodType<AppManifest> = z.object({
  app: name,
  groups: z.array(groupSchema),
  events: z.array(eventSchema),
  log: logSchema.optional(),
});

/**
 * Reads a manifest.
 *
 * @param source how it is called when it cannot be used
 * @throws SpillwayError `SPW-3020` listing everything that is wrong with it
 */
export function parseManifest(text: string, source: string): AppManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unusable(source, [{ pointer: '', detail: 'is no JSON' }]);
  }
  const { data, error } = manifestSchema.safeParse(json);
  if (data === undefined) {
    const issues = error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, detail: message }));
    throw unusable(source, issues);
  }
  const unknown = unknownTypes(data);
  if (unknown.length > 0) throw unusable(source, unknown);
  return data;
}

/** Types that are published and not described: nobody would know their topic. */
function unknownTypes({ events, log }: AppManifest): readonly ErrorIssue[] {
  const known = new Set(events.map(({ type }) => type));
  const unknown = (log?.publishes ?? []).filter((type) => !known.has(type));
  return unknown.map((type) => ({ pointer: '/events', detail: `have no ${type}, which the app publishes` }));
}

function unusable(source: string, issues: readonly ErrorIssue[]): SpillwayError {
  const list = issues.map(({ pointer, detail }) => `${pointer === '' ? 'it' : pointer} ${detail}`).join('; ');
  return new SpillwayError('SPW-3020', `${source}: ${list}.`, { issues });
}
