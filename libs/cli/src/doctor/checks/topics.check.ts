import { retailTopics, spillwayTopics, type TopicDefinition } from '@spillway/events';
import { subjectOf } from '../../contracts/push/subject-of.js';
import { findUpwards } from '../../files/find-upwards.js';
import type { CliContext } from '../../cli-context.js';
import { skipped, type Check } from '../check.js';
import { failure } from '../failure.js';
import { judgeTopics } from '../judge/judge-topics.js';
import { noBrokers } from '../no-brokers.js';
import { probeHop } from '../../system/probe-hop.js';

const planned = new Map([...retailTopics, ...spillwayTopics].map((topic) => [topic.name, topic]));

/** Whether the topics of the contracts here are there, and those and the toolkit's own are set as they were planned. */
export const topicsCheck: Check = {
  name: 'topics',
  look: async (round) => {
    const config = await round.kafkaConfig();
    if (config === undefined) return [noBrokers];
    const cluster = await round.cluster(config).catch(() => undefined);
    if (cluster === undefined) return [skipped('the cluster does not answer: see brokers')];
    const hops = await Promise.all(cluster.brokers.map(({ host, port }) => probeHop(host, port)));
    if (hops.some(({ reached }) => reached !== 'open')) return [skipped('not all brokers are reached: see advertised')];
    const { kafkaTransport } = await import('@spillway/kafka');
    const transport = kafkaTransport({ config });
    try {
      const admin = transport.admin();
      const all = await admin.topics();
      const own = spillwayTopics.filter(({ name }) => all.some((topic) => topic.name === name));
      const names = new Set([...(await topicsOfContracts(round.session)), ...own.map(({ name }) => name)]);
      const wanted = [...names].map((name): TopicDefinition => planned.get(name) ?? { name, partitions: 1 });
      const listed = all.filter(({ name }) => names.has(name));
      const seen = listed.map(async (topic) => ({ ...topic, settings: await admin.settings(topic.name) }));
      return judgeTopics(wanted, await Promise.all(seen), cluster.brokers.length);
    } catch (error) {
      return [failure('asked for topics and their settings', error)];
    } finally {
      await transport.close();
    }
  },
};

/** None where there are no contracts. */
async function topicsOfContracts({ workingDir }: CliContext): Promise<readonly string[]> {
  const folder = findUpwards(workingDir, 'schemas');
  if (folder === undefined) return [];
  const { readContracts, readFolder } = await import('@spillway/contracts');
  const events = readContracts(readFolder(folder, workingDir)).contracts.filter(({ kind }) => kind === 'event');
  return events.map((contract) => subjectOf(contract).slice(0, -`-${contract.fullName}`.length));
}
