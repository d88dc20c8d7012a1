import { ok, problem, warning, type CheckResult } from '../check.js';
import type { Hop } from '../../system/probe-hop.js';
import { hopSentence } from './hop-sentence.js';

const fixes: Readonly<Record<Exclude<Hop['reached'], 'open'>, string>> = {
  'unknown-name': 'Correct the name in SPILLWAY_KAFKA_BROKERS, or make it known here (DNS, /etc/hosts).',
  refused: 'Start the broker, or correct the port in SPILLWAY_KAFKA_BROKERS.',
  silent: 'Let a firewall or security group pass that port, or correct the address in SPILLWAY_KAFKA_BROKERS.',
};

/** The addresses that a client begins with: one that answers is enough, each that does not is worth knowing. */
export function judgeBootstrap(hops: readonly Hop[]): readonly CheckResult[] {
  const isReached = hops.some(({ reached }) => reached === 'open');
  return hops.map((hop) => {
    if (hop.reached === 'open') return ok(hopSentence(hop));
    return (isReached ? warning : problem)(hopSentence(hop), fixes[hop.reached]);
  });
}
