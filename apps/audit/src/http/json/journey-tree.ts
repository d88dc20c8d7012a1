import type { JourneyEvent } from '@spillway/streaming';

export interface JourneyNode {
  /** Index among the journey's events. */
  readonly event: number;
  readonly type: string | null;
  readonly eventId: string | null;
  readonly caused: JourneyNode[];
}

/** Which event caused which, as a tree; several roots where what caused them is not part of the journey. */
export function journeyTree(events: readonly JourneyEvent[]): readonly JourneyNode[] {
  const nodes = events.map(({ record }, event): JourneyNode => {
    return { event, type: record.type, eventId: record.eventId, caused: [] };
  });
  const roots: JourneyNode[] = [];
  for (const [index, { parent }] of events.entries())
    (parent === null ? roots : nodes[parent]!.caused).push(nodes[index]!);
  return roots;
}
