import kafkajs from 'kafkajs';
import type { KafkaConfig } from '../config/kafka-config.js';
import { askOnce } from './ask-once.js';

/** As one broker has it; brokers may differ. */
export interface BrokerSetting {
  readonly broker: number;
  readonly value: string;
}

/**
 * Asks each of these brokers for one of its settings.
 *
 * @throws SpillwayError `SPW-1101` one is not reached · `SPW-1102` refused: whoever asks needs DescribeConfigs on the cluster
 */
export async function readBrokerSettings(
  config: KafkaConfig,
  brokers: readonly number[],
  name: string,
): Promise<readonly BrokerSetting[]> {
  return askOnce({ config, doing: `Asking the brokers for ${name}` }, async (admin) => {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: brokers.map((id) => ({
        ...{ type: kafkajs.ConfigResourceTypes.BROKER, name: String(id) },
        configNames: [name],
      })),
    });
    return resources.flatMap(({ resourceName, configEntries }) =>
      configEntries.map(({ configValue }) => ({ broker: Number(resourceName), value: configValue })),
    );
  });
}
