import type { OffsetSpan } from '../offsets/undone-within.js';
import type { DoneOffsets } from '../ports/state-store.js';
import type { AssignedPartition } from './assigned-partition.js';
import type { Incident } from './incident.js';

/** What a group does about incidents. */
export interface IncidentHandling {
  /** Told of every incident once. */
  readonly onIncident: (incident: Incident) => void;
  /** With a state store: an operator wants that exactly this is done. Resolves when it is stored. */
  readonly replaceDone?: ((done: DoneOffsets) => Promise<void>) | undefined;
  /** With a state store: the span counts as done although nothing of it was. Resolves when it is stored. */
  readonly markSkipped?: ((assigned: AssignedPartition, span: OffsetSpan) => Promise<void>) | undefined;
  /** Whether records that vanished from the topic leave nothing behind but a gap: work can go on where it stands. */
  readonly isSource: (topic: string) => boolean;
}
