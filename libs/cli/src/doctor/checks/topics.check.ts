import type { KafkaConfig } from '@spillway/kafka';
import type { AppManifest, LogAdmin } from '@spillway/streaming';
import { findManifests } from '../../manifests/find-manifests.js';
import { parseManifests } from '../../manifests/parse-manifests.js';
import { withPrincipals } from '../../manifests/with-principals.js';
import { probeHop } from '../../system/probe-hop.js';
import { ok, problem, skipped, type Check, type CheckResult } from '../check.js';
import { failure } from '../failure.js';
import { judgeAutoCreation } from '../judge/judge-auto-creation.js';
import { judgeSafety, type TopicSeen } from '../judge/judge-safety.js';
import { judgeTopology } from '../judge/judge-topology.js';
import { noBrokers } from '../no-brokers.js';
import { counted } from '../../output/counted.js';

/** Whether topics and access are as the manifests of the apps here want them, and no event of theirs may get lost. */
export const topicsCheck: Check = {
  name: 'topics',
  look: async (round) => {
    const config = await round.kafkaConfig();
    if (config === undefined) return [noBrokers];
    const cluster = await round.cluster(config).catch(() => undefined);
    if (cluster === undefined) return [skipped('the cluster does not answer: see brokers')];
    const hops = await Promise.all(cluster.brokers.map(({ host, port }) => probeHop(host, port)));
    if (hops.some(({ reached }) => reached !== 'open')) return [skipped('not all brokers are reached: see advertised')];
    const { workingDir } = round.session;
    const files = findManifests(workingDir);
    if (files.length === 0) return [skipped('there is no manifest of an app here or above')];
    try {
      const manifests = withPrincipals(await parseManifests(files, workingDir), round.principals);
      if (typeof manifests === 'string') return [problem(manifests, 'Name the apps of the manifests, and no others.')];
      return await lookAt(manifests, config, {
        ...{ brokerIds: cluster.brokers.map(({ id }) => id), principals: round.principals },
      });
    } catch (error) {
      return [failure('compared topics with the manifests of the apps here', error)];
    }
  },
};

async function lookAt(
  manifests: readonly AppManifest[],
  config: KafkaConfig,
  { brokerIds, principals }: { readonly brokerIds: readonly number[]; readonly principals: readonly string[] },
): Promise<readonly CheckResult[]> {
  const [{ defaultOutageMs, planTopology }, { kafkaTransport, readBrokerSettings }] = await Promise.all([
    import('@spillway/streaming'),
    import('@spillway/kafka'),
  ]);
  const transport = kafkaTransport({ config });
  try {
    const admin = transport.admin();
    const [plan, seen, [autoCreation]] = await Promise.all([
      planTopology(manifests, admin),
      eventTopics(manifests, admin),
      Promise.allSettled([readBrokerSettings(config, brokerIds, 'auto.create.topics.enable')]),
    ]);
    const brokers = config.SPILLWAY_KAFKA_BROKERS;
    const found = [
      ...judgeTopology(plan, { brokers, principals }),
      ...judgeSafety(seen, { brokers, brokerCount: brokerIds.length, outageMs: defaultOutageMs }),
      ...judgeAutoCreation(autoCreation),
    ];
    const isWell = found.every(({ state }) => state === 'skipped');
    const well = ok(`${counted(seen.length, 'event topic')} and those of their groups, as planned`);
    return isWell ? [well, ...found] : found;
  } finally {
    await transport.close();
  }
}

/** Those there are among the topics that the apps bring or read. */
async function eventTopics(manifests: readonly AppManifest[], admin: LogAdmin): Promise<readonly TopicSeen[]> {
  const brought = manifests.flatMap(({ log }) => log?.topics ?? []);
  const planned = new Map(brought.map(({ name, config = {} }) => [name, config]));
  const names = new Set([...manifests.flatMap(({ events }) => events.map(({ topic }) => topic)), ...planned.keys()]);
  const there = (await admin.topics()).filter(({ name }) => names.has(name));
  return Promise.all(
    there.map(async ({ name }) => ({ name, settings: await admin.settings(name), planned: planned.get(name) })),
  );
}
