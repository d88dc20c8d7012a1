import { cpuMicrosOf } from './cpu-micros-of.ts';
import type { Rounds } from './report.ts';
import type { Measurement, Peer } from './scenario.ts';

export interface RoundsWanted {
  readonly rounds: number;
  /** Without the warm-up: shows that everything runs, and measures nothing. */
  readonly isCold: boolean;
  /** Of the broker, where the run started one. */
  readonly brokerProcessIds: readonly number[];
}

/** One warm-up of every peer, then the rounds: A-B-C-A-B-C, so that what the machine does meanwhile meets all of them. */
export async function runRounds(
  peers: readonly Peer[],
  { rounds, isCold, brokerProcessIds }: RoundsWanted,
  say: (line: string) => void,
): Promise<Rounds> {
  const measured = new Map<string, Measurement[]>(peers.map(({ name }) => [name, []]));
  for (let round = isCold ? 1 : 0; round <= rounds; round++) {
    for (const peer of peers) {
      const measurement = await runBeside(brokerProcessIds, () => peer.run(round));
      if (round > 0) measured.get(peer.name)!.push(measurement);
      const rate = Math.round((measurement.events / measurement.elapsedMs) * 1_000);
      const micros = (measurement.cpuMicros / measurement.events).toFixed(2);
      say(`${round === 0 ? 'warm-up' : `round ${round}`}  ${peer.name}  ${rate} events/s  ${micros} µs CPU/event`);
    }
  }
  return measured;
}

async function runBeside(brokerProcessIds: readonly number[], run: () => Promise<Measurement>): Promise<Measurement> {
  const before = cpuMicrosOf(brokerProcessIds);
  const measurement = await run();
  const after = cpuMicrosOf(brokerProcessIds);
  if (before === undefined || after === undefined) return measurement;
  return { ...measurement, brokerCpuMicros: after - before };
}
