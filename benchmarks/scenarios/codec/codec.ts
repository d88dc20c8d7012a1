import { measureInChild } from '../../harness/measure-in-child.ts';
import { packageVersions } from '../../harness/package-versions.ts';
import type { Peer, RatioPair, Scenario } from '../../harness/scenario.ts';
import { CodecRounds } from './codec-rounds.ts';
import { codecPeers, type CodecPeer } from './codec-task.ts';

/** Of CPU per event: nothing here waits for anything, and a busy machine moves it least. */
const pair = (name: string, of: CodecPeer, to: CodecPeer): RatioPair => ({ name, of, to, by: 'cpu' });

const ratios: readonly RatioPair[] = [
  pair('bare-avsc/decode-trusted', 'decode-trusted', 'decode-bare-avsc'),
  pair('bare-avsc/decode-guarded', 'decode-guarded', 'decode-bare-avsc'),
  pair('bare-avsc/encode', 'encode', 'encode-bare-avsc'),
  pair('guarded-to-trusted', 'decode-guarded', 'decode-trusted'),
  // Like with like: the client guards nothing.
  pair('registry-client/decode', 'decode-trusted', 'decode-registry-client'),
  pair('registry-client/decode-guarded', 'decode-guarded', 'decode-registry-client'),
  pair('schemas-1000-to-1', 'decode-1000-schemas', 'decode-1-schema'),
  pair('namesakes-1000-to-1', 'decode-1000-namesakes', 'decode-1-schema'),
  pair('bare-avsc/1000-schemas', 'decode-1000-schemas', 'decode-1000-bare-avsc'),
];

/** Encoding and decoding the reference event, in one process each, in turns, without a log. */
export const codec: Scenario = {
  name: 'codec',
  describe: 'encode and decode against bare avsc at offset and the registry client, with 1,000 live schemas, cold ids',
  defaultEvents: 1_000_000,
  needsBrokers: false,
  prepare: async ({ events }) => {
    const rounds = new CodecRounds(events);
    const peer = (name: CodecPeer): Peer => ({ name, run: (round) => rounds.measure(name, round) });
    const cold: Peer = { name: 'cold-ids', run: () => measureInChild(new URL('./cold-ids.ts', import.meta.url), {}) };
    const [ours, ...others] = codecPeers;
    return {
      peers: [peer(ours), ...others.map(peer), cold],
      ratios,
      versions: packageVersions(['avsc', '@kafkajs/confluent-schema-registry']),
      close: async () => {},
    };
  },
};
