import { SpillwayError } from '@spillway/events';
import type { Acceptance } from '../../accept/candidate.js';

/** What a sender hears about an event that lies in the log. */
export interface AcceptedAnswer {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  /** Text: offsets outgrow JSON's numbers. */
  readonly offset: string;
  /** An earlier copy of the same event is what lies there. */
  readonly deduplicated: boolean;
}

/**
 * @throws SpillwayError `SPW-4053` on a conflict
 * @throws unknown what kept the event from being accepted
 */
export function acceptedAnswer(id: string, acceptance: Acceptance): AcceptedAnswer {
  switch (acceptance.type) {
    case 'accepted': {
      const { topic, partition, offset, deduplicated } = acceptance;
      return { id, topic, partition, offset: String(offset), deduplicated };
    }
    case 'conflict':
      throw new SpillwayError('SPW-4053', 'An event with this source and id but other content was accepted before');
    case 'failed':
      throw acceptance.error;
  }
}
