import { describe, expect, it } from '@jest/globals';
import { knownEvents } from '@spillway/events';
import { auditManifest } from './audit-manifest.js';
import { auditedTopics } from './audited-topics.js';

describe('the manifest of the audit app', () => {
  it('has one group, that reads everything and gives nothing up', () => {
    const { app, groups, events } = auditManifest();
    expect([app, groups.length]).toEqual(['audit', 1]);
    expect(groups[0]).toMatchObject({ group: 'audit', unreadable: 'kept' });
    expect(groups[0]!.topics.map(({ topic }) => topic)).toEqual(auditedTopics);
    expect(events.map(({ type }) => type)).toEqual(knownEvents.map(({ type }) => type).toSorted());
  });
});
