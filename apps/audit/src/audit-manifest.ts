import { auditDeadLetterTopic, knownEvents, spillwayTopics } from '@spillway/events';
import { appManifest } from '@spillway/nest';
import type { AppManifest, GroupManifest } from '@spillway/streaming';
import { auditedTopics } from './audited-topics.js';
import { auditGroup } from './log/audit-group.js';

/** Reads every record, and keeps the bytes of what it cannot decode. */
const group: GroupManifest = {
  group: auditGroup,
  topics: auditedTopics.map((topic) => ({
    ...{ topic, ordering: 'partition', ignores: [], retryTopics: [], deadLetterTopic: null },
  })),
  handlers: [{ handler: 'AuditConsumer', handles: knownEvents.map(({ type }) => type) }],
  unreadable: 'kept',
};

export function auditManifest(): AppManifest {
  return appManifest({
    app: 'audit',
    knownEvents,
    groups: [group],
    topics: spillwayTopics.filter(({ name }) => name === auditDeadLetterTopic),
    writes: [auditDeadLetterTopic],
  });
}
