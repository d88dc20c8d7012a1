import type { ReadRunner } from '../query/read-runner.js';

/** Topics that the manifest knows: whose records lie in the store, or lay there. */
export async function storedTopics(run: ReadRunner, signal?: AbortSignal): Promise<readonly string[]> {
  const query = 'SELECT DISTINCT toString(topic) AS name FROM audit_blocks ORDER BY name';
  const rows = await run.rows<{ readonly name: string }>({ query, doing: 'listing stored topics' }, signal);
  return rows.map(({ name }) => name);
}
