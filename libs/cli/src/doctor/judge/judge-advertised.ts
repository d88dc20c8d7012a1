import { ok, problem, type CheckResult } from '../check.js';
import type { Hop } from '../../system/probe-hop.js';
import { hopSentence } from './hop-sentence.js';

const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/;

export interface AdvertisedBroker {
  readonly id: number;
  readonly hop: Hop;
}

/**
 * The addresses that the cluster gives its clients, which go there for everything after the first question: a wrong one lets a
 * client connect and then fail.
 */
export function judgeAdvertised(
  bootstrap: readonly string[],
  brokers: readonly AdvertisedBroker[],
): readonly CheckResult[] {
  const cameFromElsewhere = bootstrap.every((host) => !loopback.test(host));
  return brokers.map(({ id, hop }) => {
    const said = `broker ${id} advertises ${hopSentence(hop)}`;
    if (loopback.test(hop.host) && cameFromElsewhere)
      return problem(
        `${said}; but for a client on another machine or in a container that is itself`,
        `Set advertised.listeners of broker ${id} to an address that its clients reach.`,
      );
    if (hop.reached === 'open') return ok(said);
    return problem(
      said,
      `Set advertised.listeners of broker ${id} to an address that is reached from here, or let it be reached.`,
    );
  });
}
