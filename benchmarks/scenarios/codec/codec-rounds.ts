import { measureAlternating } from '../../harness/measure-alternating.ts';
import { median } from '../../harness/report.ts';
import type { Measurement } from '../../harness/scenario.ts';
import { codecPeers, type CodecPeer, type CodecTask } from './codec-task.ts';

const slices = 40;

/** All peers of a round are measured together, in turns, when the first of them is asked for. */
export class CodecRounds {
  #round = -1;
  #measured: Promise<Measurement[][]> = Promise.resolve([]);

  readonly #events: number;

  constructor(events: number) {
    this.#events = events;
  }

  async measure(peer: CodecPeer, round: number): Promise<Measurement> {
    if (this.#round !== round) {
      this.#round = round;
      this.#measured = measureAlternating(
        codecPeers.map((each) => this.#taskOf(each)),
        slices,
      );
    }
    const measured = await this.#measured;
    return medianOf(measured[codecPeers.indexOf(peer)]!);
  }

  #taskOf(peer: CodecPeer): { readonly file: URL; readonly task: CodecTask } {
    const events = Math.floor(this.#events / slices);
    return { file: new URL('./peer.ts', import.meta.url), task: { peer, events } };
  }
}

/** The median slice counts: what the machine did meanwhile meets some of them only. */
function medianOf(measured: readonly Measurement[]): Measurement {
  const of = (value: 'elapsedMs' | 'cpuMicros'): number => median(measured.map((slice) => slice[value]));
  return { ...measured.at(-1)!, elapsedMs: of('elapsedMs'), cpuMicros: of('cpuMicros') };
}
