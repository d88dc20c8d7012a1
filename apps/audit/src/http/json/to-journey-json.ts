import type { Journey, JourneyEvent, JourneyGroup, JourneyLeg } from '@spillway/streaming';
import { isoTime } from './iso-time.js';
import { journeySequence } from './journey-sequence.js';
import { journeyTree } from './journey-tree.js';
import { toDeliveryJson } from './to-delivery-json.js';
import { toRecordJson } from './to-record-json.js';

/** A journey as JSON; sequence and tree name events by their index in `events`. Times are milliseconds. */
export function toJourneyJson(journey: Journey) {
  return {
    correlationIds: journey.correlationIds,
    startedAt: isoTime(journey.startedAtMs),
    endedAt: isoTime(journey.endedAtMs),
    durationMs: journey.endedAtMs - journey.startedAtMs,
    cut: journey.isCut,
    groups: journey.groups.map(toGroupJson),
    events: journey.events.map(toEventJson),
    sequence: journeySequence(journey.events),
    tree: journeyTree(journey.events),
  };
}

function toEventJson({ record, parent, repeats, copies, legs }: JourneyEvent) {
  return {
    ...toRecordJson(record),
    parent,
    repeats: repeats.map(toRecordJson),
    copies: copies.map(toRecordJson),
    legs: legs.map(toLegJson),
  };
}

function toLegJson(leg: JourneyLeg) {
  return {
    group: leg.groupId,
    outcome: leg.outcome,
    ...toTimesJson(leg),
    deliveries: leg.deliveries.map(toDeliveryJson),
  };
}

function toGroupJson(group: JourneyGroup) {
  return { group: group.groupId, events: group.events, ...toTimesJson(group) };
}

function toTimesJson(of: JourneyLeg | JourneyGroup) {
  const { attempts, retries, deadLetters, queueMs, processingMs, endToEndMs, isExact: exact } = of;
  return { attempts, retries, deadLetters, queueMs, processingMs, endToEndMs, exact };
}
