import { placeName, type DeliveryHistory, type DeliveryProblem } from './delivery-history.js';

/** No record of a tier is handled before it lay there for the tier's delay. */
export function earlyRetries({ topics, records, calls }: DeliveryHistory): readonly DeliveryProblem[] {
  const delays = new Map(topics.flatMap(({ tiers }) => tiers.map(({ topic, delayMs }) => [topic, delayMs])));
  const appendedAtMs = new Map(records.map((record) => [placeName(record), record.timestampMs]));
  return calls.flatMap((call) => {
    const delayMs = delays.get(call.from.topic);
    const from = placeName(call.from);
    const parkedAtMs = appendedAtMs.get(from);
    if (delayMs === undefined || parkedAtMs === undefined || call.beganAtMs >= parkedAtMs + delayMs) return [];
    const earlyMs = parkedAtMs + delayMs - call.beganAtMs;
    return [
      { rule: 'retries are due', detail: `${call.handler} got ${from} ${earlyMs} ms before it was due` } as const,
    ];
  });
}
