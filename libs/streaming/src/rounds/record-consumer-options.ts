import type { MemberOptions } from '../member/member-options.js';
import type { StartOptions } from '../positions/find-start-positions.js';
import type { RecordProcessor } from './record-processor.js';

/** A member that works in rounds. */
export interface RecordConsumerOptions
  extends Omit<MemberOptions, 'findStarts' | 'incidents' | 'prepare' | 'mayVanish'>, StartOptions {
  readonly process: RecordProcessor;
}
