import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SpillwayError } from '@spillway/events';
import { kafkaNodes, type BrokerCount } from '../../local-stack/kafka-nodes.ts';

export interface BrokersAsked {
  readonly brokers: BrokerCount;
  readonly memory: boolean;
  /** Whether SPILLWAY_KAFKA_BROKERS is set. */
  readonly given: boolean;
}

/**
 * Refuses `--brokers 3` where no Kafka of this run's own would be started.
 *
 * @throws SpillwayError `SPW-1001`
 */
export function refuseUnusedBrokers({ brokers, memory, given }: BrokersAsked): void {
  if (brokers === 1 || (!memory && !given)) return;
  const other = memory ? '--memory' : 'SPILLWAY_KAFKA_BROKERS';
  throw new SpillwayError('SPW-1001', `--brokers ${brokers} and ${other} exclude each other.`, {
    context: { fix: `Leave one of them out${given ? ': unset SPILLWAY_KAFKA_BROKERS' : '.'}` },
  });
}

/**
 * Refuses a data folder whose log belongs to a Kafka of another size: the apps' state would be ahead of an empty log.
 *
 * @throws SpillwayError `SPW-1001`
 */
export function refuseOtherLog(dataDir: string, brokers: BrokerCount): void {
  const other: BrokerCount = brokers === 1 ? 3 : 1;
  const hasLog = (count: BrokerCount): boolean =>
    kafkaNodes(0, count).some(({ name }) => existsSync(join(dataDir, name, 'log')));
  if (!hasLog(other)) return;
  const fix = `Give --brokers ${other}, or another --data-dir.`;
  throw new SpillwayError('SPW-1001', `${dataDir} holds the log of a Kafka with --brokers ${other}.`, {
    context: { fix },
  });
}
