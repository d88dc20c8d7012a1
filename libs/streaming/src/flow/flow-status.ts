import type { TopicPartition } from '../ports/record.js';

/** A partition of a topic of the group, together with the same partition of the topic's tiers. */
export interface FlowStatus extends TopicPartition {
  /** `paused` is an operator's wish, `suspended` waits for something that is away. */
  readonly state: 'rebuilding' | 'running' | 'paused' | 'suspended' | 'draining';
  /** Why it is suspended. */
  readonly reason?: string;
  /** Keys held by dead letters; 0 where they leave their key free. */
  readonly heldKeys: number;
}

/** What is shown when several things are true: an operator's wish before what it would wait for anyway. */
export function flowStatus(
  flow: Pick<FlowStatus, 'topic' | 'partition' | 'heldKeys'>,
  seen: {
    readonly phase: 'rebuilding' | 'running' | 'draining';
    readonly isPaused: boolean;
    readonly waitingFor: string | undefined;
  },
): FlowStatus {
  const { phase, isPaused, waitingFor } = seen;
  if (phase !== 'running') return { ...flow, state: phase };
  if (isPaused) return { ...flow, state: 'paused' };
  return waitingFor === undefined ? { ...flow, state: 'running' } : { ...flow, state: 'suspended', reason: waitingFor };
}
