import type { Readiness } from '../health/readiness-registry.js';
import type { RunnableConsumer } from './consumer-registry.js';

/** Ready while every consumer has its assignment and gets on; a suspended one waits for something and says for what. */
export function consumersReadiness(
  consumers: readonly (readonly [name: string, consumer: RunnableConsumer])[],
): Readiness {
  const reasons = consumers.flatMap(([name, consumer]) => {
    const { state, reason } = consumer.status();
    if (state === 'running') return [];
    return [`${name} is ${state}${reason === undefined ? '' : `: ${reason}`}`];
  });
  return reasons.length === 0 ? { ready: true } : { ready: false, reason: reasons.join('; ') };
}
