import type { Rounds } from './report.ts';
import type { Measurement, Peer } from './scenario.ts';

export interface RoundsWanted {
  readonly rounds: number;
  /** Without the warm-up: shows that everything runs, and measures nothing. */
  readonly isCold: boolean;
}

/** One warm-up of every peer, then the rounds: A-B-C-A-B-C, so that what the machine does meanwhile meets all of them. */
export async function runRounds(
  peers: readonly Peer[],
  { rounds, isCold }: RoundsWanted,
  say: (line: string) => void,
): Promise<Rounds> {
  const measured = new Map<string, Measurement[]>(peers.map(({ name }) => [name, []]));
  for (let round = isCold ? 1 : 0; round <= rounds; round++) {
    for (const peer of peers) {
      const measurement = await peer.run(round);
      if (round > 0) measured.get(peer.name)!.push(measurement);
      const rate = Math.round((measurement.events / measurement.elapsedMs) * 1_000);
      const micros = (measurement.cpuMicros / measurement.events).toFixed(2);
      say(`${round === 0 ? 'warm-up' : `round ${round}`}  ${peer.name}  ${rate} events/s  ${micros} µs CPU/event`);
    }
  }
  return measured;
}
