import type { FlowStream } from '../intake/flow-stream.js';
import type { InboxMarks } from './inbox-marks.js';

/**
 * Notes in the inbox what streams have passed and no record has told of by now: once the log begins behind it, it would
 * be taken for lost records. Without an inbox nobody has to know.
 *
 * @throws what the state store throws; then it is noted in a later turn, or passed again by who comes next
 */
export async function notePassed(streams: readonly FlowStream[], marks: InboxMarks | undefined): Promise<void> {
  await Promise.all(streams.map((stream) => noteOf(stream, marks)));
}

async function noteOf(stream: FlowStream, marks: InboxMarks | undefined): Promise<void> {
  const { unnoted } = stream;
  if (unnoted.length === 0) return;
  await marks?.skipped(stream, unnoted);
  stream.noted(unnoted);
}
