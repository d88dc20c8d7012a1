import { askApp } from '../http/app-client.js';
import type { Session } from '../session/session.js';

interface GroupsAnswer {
  readonly groups: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The groups that read a topic, of every app that is asked.
 *
 * @param urls the consumer app when there are none
 * @throws SpillwayError like `askApp`
 */
export async function groupsOfTopic(
  session: Session,
  topic: string,
  urls: readonly string[] = [],
): Promise<readonly string[]> {
  const asked = urls.length === 0 ? [undefined] : urls;
  const answers = await Promise.all(asked.map((url) => askApp<GroupsAnswer>(session, { url }, { path: '/groups' })));
  const reading = answers.flatMap(({ groups }) =>
    Object.entries(groups).flatMap(([group, topics]) => (Object.hasOwn(topics, topic) ? [group] : [])),
  );
  return [...new Set(reading)];
}
