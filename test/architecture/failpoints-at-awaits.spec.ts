import { describe, expect, it } from '@jest/globals';
import { read, sourceFiles } from '../support/source-files.js';
import { uncoveredAwaits } from '../support/uncovered-awaits.js';

const root = 'libs/streaming/src/';

/** Before anything is received, or beside the way of records: how topics are, which settings they have, who waits too long. */
const beside: readonly string[] = [
  'flow/plan/apart-partitions.ts',
  'flow/attempt/attempt-watch.ts',
  'flow/plan/bring-together.ts',
  'flow/plan/check-group-retention.ts',
  'flow/group-consumer.ts',
  'flow/plan/group-plans.ts',
  'flow/plan/readable-settings.ts',
];

/** Why no failpoint lies beside these awaits: what a kill there leaves is left by one at a failpoint as well. With how many are alike. */
const reasons: Readonly<Record<string, readonly string[]>> = {
  'It waits in memory and leaves nothing behind': [
    'flow/flows-work.ts settlesWithin',
    'flow/flows-work.ts noted',
    'flow/end/inbox-marks.ts Promise.resolve',
    'flow/end/item-ends.ts rested',
    'flow/end/item-ends.ts this.#rests.rest',
    'flow/end/item-ends.ts clock.sleep',
    'flow/order/held-key-releases.ts clock.sleep',
    'flow/order/held-key-releases.ts this.#hasTurn',
    'flow/order/held-key-releases.ts this.parts.clock.sleep',
    'flow/end/parking.ts this.parts.clock.sleep',
    'flow/intake/tier-clocks.ts clock.sleep',
    'flow/partition-flow.ts clock.sleep',
    'flow/end/rests.ts this.clock.sleep',
    'member/group-member.ts clock.sleep',
    'member/member-commits.ts this.#pace.next',
    'member/member-commits.ts this.options.clock.sleep',
  ],
  'It asks a broker for its time: whether the question lies there tells nobody anything': [
    'flow/intake/tier-clocks.ts this.#probe',
    'flow/intake/tier-clocks.ts parking.append',
  ],
  'It reads only: a kill there is one at the step before': [
    'flow/attempt/item-calls.ts read',
    'flow/attempt/item-calls.ts known!.has',
    'flow/intake/known-events.ts this.inbox.known',
    'member/incident-answers.ts this.#offsetsAt',
    'member/incident-answers.ts Promise.all',
    'member/incident-answers.ts admin.ranges',
  ],
  'The member joins: it holds nothing': [
    'member/group-member.ts source.start',
    'member/group-member.ts this.#join',
    'member/group-member.ts this.#prepare',
    'member/group-member.ts untilAnswered',
    'member/member-partitions.ts untilAnswered',
    'member/rejoins.ts clock.sleep',
    'member/rejoins.ts member.giveUp',
    'member/rejoins.ts member.join',
  ],
  'It is within a transaction, at whose end failpoints lie: nothing of it is there before': [
    'flow/end/inbox-marks.ts this.#marksOf',
    'flow/end/inbox-marks.ts this.#admit',
    'flow/end/inbox-marks.ts this.state.inbox.admit',
    'flow/attempt/run-batch.ts inbox.admit',
    'flow/attempt/run-batch.ts this.#callIn',
    'flow/attempt/run-batch.ts this.#marksOf',
    'flow/attempt/run-batch.ts inbox.forget',
    'flow/attempt/single-context.ts state.inbox.admit',
    'flow/attempt/single-context.ts work',
  ],
  'A handler runs: failpoints lie before its call and behind its end': [
    'flow/attempt/item-calls.ts result',
    'flow/attempt/item-calls.ts results',
    'flow/attempt/run-batch.ts this.#call',
    'flow/attempt/run-batch.ts answer',
    'flow/attempt/run-single.ts answer',
    'flow/attempt/run-single.ts answered',
    'flow/attempt/run-single.ts context.unwritten',
    'flow/attempt/run-single.ts resultOf',
    'flow/attempt/single-context.ts this.#unit',
  ],
  'What a handler publishes has failpoints of its own': [
    'flow/attempt/run-batch.ts allPublished ×3',
    'flow/attempt/run-batch.ts Promise.all',
    'flow/attempt/run-single.ts item.delivery!.published',
    'flow/attempt/single-context.ts delivery.published',
  ],
  'What writes a mark visits failpoints itself': [
    'flow/end/inbox-marks.ts markInTransaction',
    'flow/attempt/item-calls.ts marks!.passed',
    'flow/end/item-ends.ts write',
    'flow/end/note-passed.ts Promise.all',
    'flow/end/note-passed.ts marks?.skipped',
    'flow/attempt/run-batch.ts markInTransaction',
    'flow/attempt/single-context.ts markInTransaction ×2',
    'flow/attempt/single-context.ts this.#markRepeat',
  ],
  'Failpoints lie within, or around it at those who call': [
    'flow/flows-work.ts settleDone',
    'flow/end/item-ends.ts this.#markHeld',
    'flow/order/held-key-releases.ts this.restore',
    'flow/order/held-key-releases.ts this.takeOver!.store',
    'flow/order/held-key-releases.ts this.parts.parking.append',
    'flow/end/parking.ts this.#write',
    'flow/partition-flow.ts this.#takeOver!.commit',
    'flow/partition-flow.ts this.keys.restore',
    'flow/attempt/run-batch.ts this.#failAll ×2',
    'flow/attempt/run-batch.ts this.#again ×4',
    'flow/end/settle-done.ts flush',
    'member/group-member.ts this.#commits.commit',
    'member/group-member.ts this.#commits.commitStart',
    'member/group-member.ts this.#commits.tryCommitDone',
    'member/group-member.ts this.#leave ×3',
    'member/incident-answers.ts this.#moveTo ×2',
    'member/member-commits.ts this.commit ×2',
    'member/member-commits.ts this.commitDone',
    'member/member-commits.ts this.tryCommitDone ×2',
    'member/member-partitions.ts this.member.begin',
  ],
  'The two steps before every commit, which have failpoints there': [
    'flow/order/held-key-releases.ts ledger.flush',
    'flow/order/held-key-releases.ts notePassed',
  ],
};

const onTheWay = sourceFiles(
  /^libs\/streaming\/src\/(?:flow\/(?:[^/]+\/)?[^/]+|member\/(?:group-member|incident-answers|member-commits|member-partitions|rejoins|leave-group)|publishing\/follow-ups)(?<!\.spec)\.ts$/,
)
  .map((file) => file.slice(root.length))
  .filter((file) => !beside.includes(file));

describe('every await between receive and commit', () => {
  it('stands beside a failpoint, or a reason says why not', () => {
    const found = onTheWay.flatMap((file) =>
      uncoveredAwaits(file, read(root + file)).map(({ what }) => `${file} ${what}`),
    );
    expect(counted(found)).toEqual(Object.values(reasons).flat().toSorted());
  });
});

/** So that another one like it is not taken for it. */
function counted(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} ×${count}`)).toSorted();
}
