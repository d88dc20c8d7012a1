import type { AppManifest, GroupManifest } from '../manifest/app-manifest.js';
import type { AccessRule } from '../ports/access-rule.js';
import { drainedTopics } from './drained-topics.js';

type Grant = Pick<AccessRule, 'resource' | 'pattern' | 'name' | 'operation'>;

/**
 * The least that each app needs: to write what it publishes, to read what its groups read, both on the topics of its own
 * groups, and to be a member of them. Read and write imply describe; what is retried needs its settings seen as well,
 * since a group refuses a topic that would lose what waits. Every name is literal: a prefix would also be about topics that
 * nobody has planned.
 *
 * @param existing names of topics, among which may be some that are only drained
 */
export function desiredAccess(manifests: readonly AppManifest[], existing: Iterable<string>): readonly AccessRule[] {
  const names = [...existing];
  return manifests.flatMap((manifest) => {
    const { groups, log } = manifest;
    if (log === undefined) return [];
    const grants = [
      ...writtenTopics(manifest).map((name) => on('topic', name, 'Write')),
      ...groups.flatMap((group) => [on('group', group.group, 'Read'), ...ofTopics(manifest, group, names)]),
    ];
    return unique(grants).map((grant): AccessRule => ({ principal: log.principal, effect: 'allow', ...grant }));
  });
}

function writtenTopics({ log, events }: AppManifest): readonly string[] {
  const topicOf = new Map(events.map(({ type, topic }) => [type, topic]));
  return [...(log?.publishes ?? []).flatMap((type) => topicOf.get(type) ?? []), ...(log?.writes ?? [])];
}

function ofTopics(manifest: AppManifest, group: GroupManifest, existing: readonly string[]): readonly Grant[] {
  const planned = (manifest.log?.groupTopics ?? []).filter((each) => each.group === group.group);
  const own = [...planned.map(({ name }) => name), ...drainedTopics(manifest, group, existing)];
  return [
    ...group.topics.map(({ topic }) => on('topic', topic, 'Read')),
    ...own.flatMap((name) => ['Read', 'Write', 'DescribeConfigs'].map((operation) => on('topic', name, operation))),
  ];
}

function on(resource: Grant['resource'], name: string, operation: string): Grant {
  return { resource, pattern: 'literal', name, operation };
}

function unique(grants: readonly Grant[]): readonly Grant[] {
  return [...new Map(grants.map((grant) => [JSON.stringify(Object.values(grant)), grant])).values()];
}
