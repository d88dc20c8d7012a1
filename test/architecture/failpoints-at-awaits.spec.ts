import { describe, expect, it } from '@jest/globals';
import { read, sourceFiles } from '../support/source-files.js';
import { uncoveredAwaits } from '../support/uncovered-awaits.js';

const root = 'libs/streaming/src/';

/** Before anything is received, or beside the way of records: how topics are, which settings they have, who waits too long. */
const beside: readonly string[] = [
  'flow/apart-partitions.ts',
  'flow/attempt-watch.ts',
  'flow/bring-together.ts',
  'flow/check-retention.ts',
  'flow/group-consumer.ts',
  'flow/group-plans.ts',
  'flow/readable-settings.ts',
];

/** Why no failpoint lies beside these awaits: what a kill there leaves is left by one at a failpoint as well. With how many are alike. */
const reasons: Readonly<Record<string, readonly string[]>> = {
  'It waits in memory and leaves nothing behind': [
    'flow/flows-work.ts settlesWithin',
    'flow/flows-work.ts noted',
    'flow/inbox-marks.ts Promise.resolve',
    'flow/item-ends.ts this.#rests.rest',
    'flow/item-ends.ts clock.sleep',
    'flow/key-holds.ts this.parts.clock.sleep',
    'flow/parking.ts this.parts.clock.sleep',
    'flow/partition-flow.ts clock.sleep',
    'flow/rests.ts this.clock.sleep',
    'flow/wait-timer.ts this.clock.sleep',
    'runtime/group-member.ts clock.sleep',
    'runtime/member-commits.ts this.options.clock.sleep',
  ],
  'It reads only: a kill there is one at the step before': [
    'flow/item-calls.ts read',
    'flow/item-calls.ts known!.has',
    'flow/known-events.ts this.inbox.known',
    'runtime/incident-answers.ts this.#offsetsAt',
    'runtime/incident-answers.ts Promise.all',
    'runtime/incident-answers.ts admin.ranges',
  ],
  'The member joins: it holds nothing': [
    'runtime/group-member.ts source.start',
    'runtime/group-member.ts this.#join',
    'runtime/group-member.ts this.#prepare',
    'runtime/group-member.ts untilAnswered',
    'runtime/member-partitions.ts untilAnswered',
    'runtime/rejoins.ts clock.sleep',
    'runtime/rejoins.ts member.giveUp',
    'runtime/rejoins.ts member.join',
  ],
  'It is within a transaction, at whose end failpoints lie: nothing of it is there before': [
    'flow/inbox-marks.ts this.#marksOf',
    'flow/inbox-marks.ts this.#admit',
    'flow/inbox-marks.ts this.state.inbox.admit',
    'flow/run-batch.ts inbox.admit',
    'flow/run-batch.ts this.#callIn',
    'flow/run-batch.ts this.#marksOf',
    'flow/run-batch.ts inbox.forget',
    'flow/single-context.ts state.inbox.admit',
    'flow/single-context.ts work',
  ],
  'A handler runs: failpoints lie before its call and behind its end': [
    'flow/item-calls.ts result',
    'flow/item-calls.ts results',
    'flow/run-batch.ts this.#call',
    'flow/run-batch.ts answer',
    'flow/run-single.ts answer',
    'flow/run-single.ts resultOf',
  ],
  'What a handler publishes has failpoints of its own': [
    'flow/run-batch.ts allPublished ×3',
    'flow/run-batch.ts Promise.all',
    'flow/run-single.ts item.delivery!.published',
    'flow/single-context.ts delivery.published',
  ],
  'What writes a mark visits failpoints itself': [
    'flow/inbox-marks.ts markInTransaction',
    'flow/item-calls.ts marks!.passed',
    'flow/item-ends.ts write',
    'flow/note-passed.ts Promise.all',
    'flow/note-passed.ts marks?.skipped',
    'flow/run-batch.ts markInTransaction',
    'flow/single-context.ts markInTransaction ×2',
    'flow/single-context.ts this.#markRepeat',
  ],
  'Failpoints lie within, or around it at those who call': [
    'flow/flows-work.ts settleDone',
    'flow/item-ends.ts this.#markHeld',
    'flow/item-ends.ts work',
    'flow/key-holds.ts this.restore',
    'flow/key-holds.ts this.takeOver!.store',
    'flow/key-holds.ts this.parts.parking.append',
    'flow/parking.ts this.#send',
    'flow/partition-flow.ts this.#takeOver!.commit',
    'flow/partition-flow.ts this.keys.restore',
    'flow/run-batch.ts this.#failAll ×2',
    'flow/run-batch.ts this.#again ×4',
    'flow/settle-done.ts flush',
    'runtime/group-member.ts this.#commits.commit',
    'runtime/group-member.ts this.#commits.commitStart',
    'runtime/group-member.ts this.#commits.tryCommitDone',
    'runtime/group-member.ts this.#leave ×3',
    'runtime/incident-answers.ts this.#moveTo ×2',
    'runtime/member-commits.ts this.commit ×2',
    'runtime/member-commits.ts this.commitDone',
    'runtime/member-commits.ts this.tryCommitDone',
    'runtime/member-partitions.ts this.member.begin',
  ],
  'The two steps before every commit, which have failpoints there': [
    'flow/key-holds.ts ledger.flush',
    'flow/key-holds.ts notePassed',
  ],
};

const onTheWay = sourceFiles(
  /^libs\/streaming\/src\/(?:flow\/[^/]+|runtime\/(?:group-member|incident-answers|member-commits|member-partitions|rejoins|leave-group)|publishing\/follow-ups)(?<!\.spec)\.ts$/,
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
