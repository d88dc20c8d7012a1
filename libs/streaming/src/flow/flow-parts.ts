import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Metrics } from '../ports/metrics.js';
import type { DeliveryLedger } from '../ports/delivery-ledger.js';
import type { LogReader } from '../ports/log-reader.js';
import type { BrokerClocks } from '../retry/clocks/broker-clocks.js';
import type { SpringCompat } from '../retry/copies/spring-headers.js';
import type { MemberControl } from '../member/member-work.js';
import type { AttemptParts } from './attempt/attempt-parts.js';
import type { AttemptResult } from './item/attempt-result.js';
import type { FlowCounters } from './flow-counters.js';
import type { Gate } from './gate/gate.js';
import type { InboxMarks } from './end/inbox-marks.js';
import type { KnownEvents } from './intake/known-events.js';
import type { KnownFailures } from './item/known-failures.js';
import type { Parking } from './end/parking.js';
import type { ItemReading } from './intake/read-item.js';
import type { TopicPlan } from './plan/topic-plan.js';

/** What the flows of one topic of a group share. */
export interface FlowParts {
  readonly groupId: string;
  readonly plan: TopicPlan;
  /** Which life of the topic. */
  readonly topicId: string | undefined;
  readonly appVersion: string | undefined;
  /** Undefined where dead letters need no names but ours. */
  readonly compat: SpringCompat | undefined;
  /** Tells which errors are the same. */
  readonly failures: KnownFailures;
  readonly reading: ItemReading;
  readonly attempts: AttemptParts;
  readonly gate: Gate;
  readonly parking: Parking;
  /** For dead letters that come back. */
  readonly reader: LogReader;
  /** For a group with state. */
  readonly marks: InboxMarks | undefined;
  readonly known: KnownEvents | undefined;
  readonly ledger: DeliveryLedger;
  readonly counters: FlowCounters;
  readonly brokerClock: BrokerClocks;
  /** The group began where its topics ended: without its commits it would skip what it has not read. */
  readonly beganAtEnd: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly control: MemberControl;
  /** Bytes of what this flow may have taken and not done; one record may exceed it. */
  readonly maxOpenBytes: number;
  /** A flow waits, goes on, or has come to rest. */
  readonly onWaiting: () => void;
  /** Of the topic they were read from. */
  readonly onFinished: (topic: string, records: number) => void;
  /** A call of a handler that took time has ended. */
  readonly onCalled: (durationMs: number, results: readonly AttemptResult[]) => void;
}
