import type { RecordPosition } from '../ports/record.js';

/** Where an event lies, and under which id. */
export interface PublishedEvent extends RecordPosition {
  readonly id: string;
}
