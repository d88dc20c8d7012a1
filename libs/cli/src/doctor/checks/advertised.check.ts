import { ok, skipped, type Check } from '../check.js';
import { judgeAdvertised } from '../judge/judge-advertised.js';
import { noBrokers } from '../no-brokers.js';
import { probeHop } from '../../system/probe-hop.js';
import { splitAddress } from '../../system/split-address.js';

/** Whether the addresses that the cluster gives its clients lead anywhere from here. */
export const advertisedCheck: Check = {
  name: 'advertised',
  look: async (round) => {
    const config = await round.kafkaConfig();
    if (config === undefined) return [noBrokers];
    const cluster = await round.cluster(config).catch(() => undefined);
    if (cluster === undefined) return [skipped('the cluster does not answer: see brokers')];
    const brokers = cluster.brokers.map(async ({ id, host, port }) => ({ id, hop: await probeHop(host, port) }));
    const bootstrap = config.SPILLWAY_KAFKA_BROKERS.map((address) => splitAddress(address)[0]);
    return [ok(`cluster ${cluster.id}`), ...judgeAdvertised(bootstrap, await Promise.all(brokers))];
  },
};
