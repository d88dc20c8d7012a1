import type { TopicPartition } from '@spillway/streaming';

/** Where a record lies. */
export interface RecordPlace extends TopicPartition {
  readonly offset: number;
}

/** A record as an independent reader finds it in the log after the run. */
export interface LoggedRecord extends RecordPlace {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly timestampMs: number;
  /** Its turn in the run: the same counter as in calls and commits. */
  readonly appendedAt: number;
  /** Source and id of its event, as one text; undefined when it names none. */
  readonly identity: string | undefined;
  /** Of a copy: where it first lay. */
  readonly origin: RecordPlace | undefined;
  /** A copy of a dead letter, as it was sent back. Default false. */
  readonly isSentBack?: boolean;
  /** The group says that it does not handle this type. */
  readonly isIgnored: boolean;
}

/** An event that a handler published, as it was told of it. */
export interface FollowUpFact {
  readonly topic: string;
  /** `too late`: its delivery had ended, and the event was refused. */
  told: 'nothing yet' | 'written' | 'failed' | 'too late';
}

/** One delivery given to a handler, as the handler saw it. */
export interface HandlerCall {
  /** Which process. */
  readonly member: string;
  readonly handler: string;
  readonly key: string | null;
  /** Source and id of its event, as one text. */
  readonly identity: string;
  /** Where its record first lay. */
  readonly origin: RecordPlace;
  /** Where it was read from: there, or in a tier. */
  readonly from: RecordPlace;
  readonly attempt: number;
  readonly beganAt: number;
  readonly beganAtMs: number;
  /** All that were given to a batch handler together, in order, this one among them. */
  batch?: readonly HandlerCall[];
  /** In the order in which they were published. */
  readonly followUps?: FollowUpFact[];
  /** Undefined for one that never ended, or whose process died. */
  endedAt?: number;
  /** `completed`, another type of outcome, or `failed` with the message. */
  outcome?: string;
}

/** A position the group stored. */
export interface CommitFact extends RecordPlace {
  readonly member: string;
  readonly at: number;
}

/** An append as its caller was told of it. */
export interface AppendFact {
  readonly member: string;
  readonly topic: string;
  /** `refused`: surely not written. */
  readonly told: 'written' | 'refused' | 'unknown';
  /** Whether it lies in the log. */
  isWritten: boolean;
}

/** Something a transaction with the inbox wrote for one event, once it has committed. */
export interface EffectFact {
  readonly identity: string;
  readonly at: number;
}

/** A topic of the group, with those the group has beside it. */
export interface CheckedTopic {
  readonly topic: string;
  readonly ordering: 'none' | 'key' | 'partition';
  readonly whenDeadLettered: 'free' | 'hold';
  readonly tiers: readonly { readonly topic: string; readonly delayMs: number }[];
  readonly deadLetters: string;
}

/** All that is known of a run of one group: what `checkDelivery` judges. Filled by `HistoryRecorder`, or by hand. */
export interface DeliveryHistory {
  readonly groupId: string;
  readonly topics: readonly CheckedTopic[];
  /** Of the group's topics, their tiers and dead letters. */
  readonly records: readonly LoggedRecord[];
  readonly calls: readonly HandlerCall[];
  readonly commits: readonly CommitFact[];
  readonly appends: readonly AppendFact[];
  readonly effects: readonly EffectFact[];
  /** The group keeps its inbox in a state store: an event that lies in the log twice is handled once. */
  readonly hasState: boolean;
  /** Nothing happened that may cause a repeat: no crash, rebalance or fault. */
  readonly isUndisturbed: boolean;
  /** Members that may have gone on with partitions that were no longer their own. */
  readonly zombies: readonly string[];
  /** The run has come to rest: nothing may be on its way any more. */
  readonly isSettled: boolean;
}

export type DeliveryRule =
  | 'nothing lost'
  | 'order kept'
  | 'held keys wait'
  | 'copies are what they copy'
  | 'commits follow what is done'
  | 'commits never fall'
  | 'retries are due'
  | 'follow-ups come first'
  | 'written once'
  | 'refused means not written'
  | 'no repeats without cause';

export interface DeliveryProblem {
  readonly rule: DeliveryRule;
  readonly detail: string;
}

export function placeName({ topic, partition, offset }: RecordPlace): string {
  return `${topic}/${partition}@${offset}`;
}
