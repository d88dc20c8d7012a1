import { retailTopics, spillwayTopics } from '@spillway/events';
import { skipped, type Check } from '../check.js';
import { failure } from '../failure.js';
import { judgeTopics } from '../judge/judge-topics.js';
import { noBrokers } from '../no-brokers.js';
import { probeHop } from '../../system/probe-hop.js';

const wanted = [...retailTopics, ...spillwayTopics];

/** Whether the topics are there and set as they were planned. */
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
      const listed = (await admin.topics()).filter(({ name }) => wanted.some((topic) => topic.name === name));
      const seen = listed.map(async (topic) => ({ ...topic, settings: await admin.settings(topic.name) }));
      return judgeTopics(wanted, await Promise.all(seen), cluster.brokers.length);
    } catch (error) {
      return [failure('asked for topics and their settings', error)];
    } finally {
      await transport.close();
    }
  },
};
