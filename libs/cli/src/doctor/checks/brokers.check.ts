import type { Check } from '../check.js';
import { failure } from '../failure.js';
import { judgeBootstrap } from '../judge/judge-bootstrap.js';
import { noBrokers } from '../no-brokers.js';
import { probeHop } from '../../system/probe-hop.js';
import { splitAddress } from '../../system/split-address.js';

/** Whether the brokers that are named are there, and take this client. */
export const brokersCheck: Check = {
  name: 'brokers',
  look: async (round) => {
    const config = await round.kafkaConfig();
    if (config === undefined) return [noBrokers];
    const hops = await Promise.all(config.SPILLWAY_KAFKA_BROKERS.map((address) => probeHop(...splitAddress(address))));
    const results = judgeBootstrap(hops);
    if (hops.every(({ reached }) => reached !== 'open')) return results;
    // The port answers; whether it is Kafka's, and lets this client in, only a client finds out.
    return round.cluster(config).then(
      () => results,
      (error: unknown) => [...results, failure('asked for its brokers', error)],
    );
  },
};
