import type { GroupProof } from './group-proof.js';
import type { Occasion } from './occasion.js';
import { writeZombieMarkers } from './zombie-markers.js';

const moreEvents = 30;

/** What lies there when the member begins that is to be killed. */
export async function prepareOccasion(proof: GroupProof, occasion: Occasion): Promise<void> {
  if (occasion !== 'zombie-markers' && occasion !== 'gap') return;
  const first = await proof.start();
  await proof.untilDrained();
  await first.kill('SIGTERM');
  if (occasion === 'zombie-markers') await writeZombieMarkers(proof);
  await proof.publish(moreEvents);
  if (occasion === 'gap') await proof.trim();
}

/** The log loses what a halted member has not fetched yet. */
export async function trimAhead(proof: GroupProof, pid: number): Promise<void> {
  await proof.untilDrained();
  process.kill(pid, 'SIGSTOP');
  // An answer that is on its way takes the first of them along.
  await proof.publish(moreEvents);
  await proof.publish(moreEvents);
  await proof.trim();
  process.kill(pid, 'SIGCONT');
}
