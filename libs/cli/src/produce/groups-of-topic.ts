import { askApp } from '../http/app-client.js';
import type { Session } from '../session/session.js';

interface GroupsAnswer {
  readonly groups: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The groups of the consumer app that read a topic. @throws SpillwayError like `askApp` */
export async function groupsOfTopic(
  session: Session,
  topic: string,
  url: string | undefined,
): Promise<readonly string[]> {
  const { groups } = await askApp<GroupsAnswer>(session, { url }, { path: '/groups' });
  return Object.entries(groups)
    .filter(([, topics]) => Object.hasOwn(topics, topic))
    .map(([group]) => group);
}
