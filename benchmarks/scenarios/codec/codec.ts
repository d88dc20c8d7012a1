import { measureInChild } from '../../harness/measure-in-child.ts';
import { packageVersions } from '../../harness/package-versions.ts';
import type { Measurement, Peer, RatioPair, Scenario } from '../../harness/scenario.ts';
import { codecPeers, type CodecPeer, type CodecTask } from './codec-task.ts';

/** Of CPU per event: nothing here waits for anything, and a busy machine moves it least. */
const pair = (name: string, of: CodecPeer, to: CodecPeer): RatioPair => ({ name, of, to, by: 'cpu' });

const ratios: readonly RatioPair[] = [
  pair('bare-avsc/decode-trusted', 'decode-trusted', 'decode-bare-avsc'),
  pair('bare-avsc/decode-guarded', 'decode-guarded', 'decode-bare-avsc'),
  pair('bare-avsc/encode', 'encode', 'encode-bare-avsc'),
  pair('guarded-to-trusted', 'decode-guarded', 'decode-trusted'),
  pair('registry-client/decode', 'decode-guarded', 'decode-registry-client'),
  pair('schemas-1000-to-1', 'decode-1000-schemas', 'decode-1-schema'),
  pair('namesakes-1000-to-1', 'decode-1000-namesakes', 'decode-1-schema'),
  pair('bare-avsc/1000-schemas', 'decode-1000-schemas', 'decode-1000-bare-avsc'),
];

/** Encoding and decoding the reference event, in one process each, without a log. */
export const codec: Scenario = {
  name: 'codec',
  describe: 'encode and decode against bare avsc at offset and the registry client, with 1,000 live schemas, cold ids',
  defaultEvents: 1_000_000,
  needsBrokers: false,
  prepare: async ({ events }) => {
    const peer = (name: CodecPeer): Peer => ({
      name,
      run: () => {
        const task: CodecTask = { peer: name, events };
        return measureInChild<Measurement>(new URL('./peer.ts', import.meta.url), task);
      },
    });
    const [ours, ...others] = codecPeers;
    return {
      peers: [peer(ours), ...others.map(peer)],
      ratios,
      versions: packageVersions(['avsc', '@kafkajs/confluent-schema-registry']),
      close: async () => {},
    };
  },
};
