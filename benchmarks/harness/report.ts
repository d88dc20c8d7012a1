import type { Figures, Measurement, RatioPair } from './scenario.ts';

export interface PeerResult {
  readonly name: string;
  readonly eventsPerSecond: number;
  readonly cpuMicrosPerEvent: number;
  readonly peakRssBytes: number;
  readonly eventLoopDelayP99Ms?: number;
  readonly brokerCpuMicrosPerEvent?: number;
  readonly figures?: Figures;
}

export interface Ratio {
  readonly median: number;
  readonly worst: number;
}

/** What a scenario prints; medians over the rounds. Ratios are ours / peer: above 1 is better. */
export interface Report {
  readonly scenario: string;
  readonly commit: string;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly results: readonly PeerResult[];
  readonly ratios: Readonly<Record<string, Ratio>>;
}

/** Rounds of each peer in the order run, ours first. */
export type Rounds = ReadonlyMap<string, readonly Measurement[]>;

const eventsPerSecond = ({ events, elapsedMs }: Measurement): number => (events / elapsedMs) * 1_000;
const perCpu = (measurement: Measurement): number => 1 / cpuMicrosPerEvent(measurement);
const cpuMicrosPerEvent = ({ events, cpuMicros }: Measurement): number => cpuMicros / events;

export function resultsOf(rounds: Rounds): PeerResult[] {
  return [...rounds].map(([name, measurements]) => ({
    name,
    eventsPerSecond: Math.round(median(measurements.map(eventsPerSecond))),
    cpuMicrosPerEvent: rounded(median(measurements.map(cpuMicrosPerEvent))),
    peakRssBytes: median(measurements.map(({ peakRssBytes }) => peakRssBytes)),
    eventLoopDelayP99Ms: medianWhereTold(measurements.map((each) => each.eventLoopDelayP99Ms)),
    brokerCpuMicrosPerEvent: medianWhereTold(
      measurements.map(({ brokerCpuMicros, events }) => brokerCpuMicros && brokerCpuMicros / events),
    ),
    ...medianFigures(measurements),
  }));
}

/** Undefined when a round does not tell: JSON leaves it out. */
function medianWhereTold(values: readonly (number | undefined)[]): number | undefined {
  return values.every((value) => value !== undefined) ? rounded(median(values)) : undefined;
}

function medianFigures(measurements: readonly Measurement[]): { readonly figures?: Figures } {
  const names = Object.keys(measurements[0]?.figures ?? {});
  if (names.length === 0) return {};
  const valuesOf = (name: string): number[] => measurements.map(({ figures }) => figures?.[name] ?? Number.NaN);
  return { figures: Object.fromEntries(names.map((name) => [name, rounded(median(valuesOf(name)))])) };
}

/**
 * Per peer two ratios, taken within each round so that a noisy machine moves both sides: `<peer>` of the rates, and
 * `<peer>/cpu` of the work done per CPU second, which a busy broker or neighbour moves less.
 */
export function ratiosOf(rounds: Rounds): Record<string, Ratio> {
  const [ours, ...peers] = [...rounds];
  const ratios: Record<string, Ratio> = {};
  for (const [name, theirs] of peers) {
    ratios[name] = ratio(ours![1], theirs, undefined);
    if (theirs.some(({ cpuMicros }) => cpuMicros === 0)) continue;
    ratios[`${name}/cpu`] = ratio(ours![1], theirs, 'cpu');
  }
  return ratios;
}

/** Ratios between the peers a scenario names, of rates, work per CPU second or times within each round. */
export function ratiosBetween(rounds: Rounds, pairs: readonly RatioPair[]): Record<string, Ratio> {
  return Object.fromEntries(pairs.map(({ name, of, to, by }) => [name, ratio(rounds.get(of)!, rounds.get(to)!, by)]));
}

function ratio(ours: readonly Measurement[], theirs: readonly Measurement[], by: RatioPair['by']): Ratio {
  const ratios = ours.map((measurement, round) => compared(measurement, theirs[round]!, by));
  return { median: rounded(median(ratios)), worst: rounded(Math.min(...ratios)) };
}

function compared(ours: Measurement, theirs: Measurement, by: RatioPair['by']): number {
  if (by === undefined) return eventsPerSecond(ours) / eventsPerSecond(theirs);
  if (by === 'cpu') return perCpu(ours) / perCpu(theirs);
  return Math.min(...by.map((time) => (theirs.figures?.[time] ?? Number.NaN) / (ours.figures?.[time] ?? Number.NaN)));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
