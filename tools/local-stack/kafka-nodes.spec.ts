import { describe, expect, it } from '@jest/globals';
import { kafkaNodes } from './kafka-nodes.ts';
import { kafkaProperties } from './kafka-properties.ts';

const propertiesOf = (count: 1 | 3, index: number): Record<string, string> => {
  const nodes = kafkaNodes(3000, count);
  const lines = kafkaProperties('/data', nodes[index]!, nodes).trimEnd().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
};

describe('the nodes of the local Kafka', () => {
  it('are one with the plain name, or three in a row of ports', () => {
    expect(kafkaNodes(3000, 1)).toEqual([{ id: 1, name: 'kafka', brokerPort: 3092, controllerPort: 3192 }]);
    expect(
      kafkaNodes(3000, 3).map(({ name, brokerPort, controllerPort }) => [name, brokerPort, controllerPort]),
    ).toEqual([
      ['kafka-1', 3092, 3192],
      ['kafka-2', 3093, 3193],
      ['kafka-3', 3094, 3194],
    ]);
  });

  it('ask for two of three copies, and never make a leader of one that lags', () => {
    expect(propertiesOf(3, 1)).toMatchObject({
      'node.id': '2',
      'controller.quorum.voters': '1@127.0.0.1:3192,2@127.0.0.1:3193,3@127.0.0.1:3194',
      'advertised.listeners': 'PLAINTEXT://127.0.0.1:3093',
      'default.replication.factor': '3',
      'offsets.topic.replication.factor': '3',
      'transaction.state.log.min.isr': '2',
      'min.insync.replicas': '2',
      'unclean.leader.election.enable': 'false',
    });
  });

  it('are content with one copy where there is one', () => {
    const properties = propertiesOf(1, 0);
    expect(properties).toMatchObject({ 'default.replication.factor': '1', 'transaction.state.log.min.isr': '1' });
    expect(properties).not.toHaveProperty('min.insync.replicas');
  });
});
