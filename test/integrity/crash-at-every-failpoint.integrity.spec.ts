import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { failpointTable, type FailpointName } from '@spillway/streaming';
import { nothingFound } from '../support/group-proof/check-proof.js';
import { killAtFailpoint, type KillResult } from '../support/group-proof/kill-at-failpoint.js';
import type { Occasion } from '../support/group-proof/occasion.js';
import { isLongProof } from '../support/is-long-proof.js';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../support/postgres.js';
import { describeWithStack } from '../support/stack.js';

/** Not on a member's way: outbox relay and audit store have their own proofs. */
const elsewhere: readonly FailpointName[] = [
  'before-outbox-publish',
  'after-outbox-publish',
  'before-audit-insert',
  'after-audit-insert',
  'after-audit-refused',
  'after-audit-deliveries',
  'before-audit-manifest',
  'after-audit-manifest',
];
const occasions: Partial<Record<FailpointName, Occasion>> = {
  'on-revoking': 'rebalances',
  'after-revoking-commit': 'rebalances',
  'before-release-commit': 'release',
  'before-release': 'release',
  'after-release-letter': 'release',
  'after-release-publish': 'release',
  'after-release-tombstone': 'release',
  'before-marker-restore': 'zombie-markers',
  'after-marker-restore': 'zombie-markers',
  'before-gap-mark': 'open-gap',
  'after-gap-mark': 'open-gap',
  'before-answer-store': 'gap',
  'after-answer-store': 'gap',
  'after-answer-commit': 'gap',
  'before-repeat-mark': 'twins',
  'after-repeat-mark': 'twins',
  'after-repeat-commit': 'twins',
  'on-stop': 'stop',
  'before-leave': 'stop',
};
const inTransaction: readonly FailpointName[] = [
  'before-inbox-mark',
  'after-inbox-mark',
  'after-inbox-commit',
  'before-batch-mark',
  'after-batch-mark',
  'after-batch-commit',
  'before-repeat-mark',
  'after-repeat-mark',
  'after-repeat-commit',
  'before-apart-mark',
  'after-apart-mark',
  'after-apart-commit',
  'before-passed-note',
  'before-gap-mark',
  'after-gap-mark',
  'before-answer-store',
  'after-answer-store',
  'after-answer-commit',
];
/** A member that nothing disturbs comes there once. */
const isOfAssignments = (name: FailpointName): boolean => name === 'on-assigned' || name.includes('epoch');
/** Once in a life. */
const onlyOnce: readonly FailpointName[] = ['on-stop', 'before-leave'];
/** In `npm test`, at its first visit; `npm run prove -- crash-at-every-failpoint` has all. */
const short: readonly FailpointName[] = [
  'after-epoch-commit',
  'before-retry-publish',
  'after-hold-marker',
  'after-inbox-commit',
  'before-batch-mark',
  'before-commit',
  'on-revoking',
  'after-release-publish',
  'after-answer-store',
];

const all = (Object.keys(failpointTable) as FailpointName[]).filter((name) => !elsewhere.includes(name));
const visits = isLongProof ? [1, 3] : [1];
const kills = (isLongProof ? all : short).flatMap((name) =>
  visits.filter((nth) => nth === 1 || !onlyOnce.includes(name)).map((nth) => [name, nth] as const),
);
const atOnce = 3;

describeWithStack('a kill at every step of a member', ({ brokers }) => {
  describeWithPostgres('with and without state', () => {
    let server: PostgresServer;
    const results = new Map<string, KillResult | Error>();

    const run = async (name: FailpointName, nth: number): Promise<void> => {
      const occasion = occasions[name] ?? (nth > 1 && isOfAssignments(name) ? 'rebalances' : 'events');
      const database = `${name}_${nth}`.replaceAll('-', '_');
      const state = inTransaction.includes(name) ? { postgresUrl: await server.createDatabase(database) } : {};
      const result = await killAtFailpoint({ name, nth, occasion, brokers, ...state }).catch((error: Error) => error);
      results.set(`${name}:${nth}`, result);
    };

    // Most of their time they wait for a session to run out: some at once.
    beforeAll(async () => {
      server = await startPostgres();
      const waiting = [...kills];
      const work = async (): Promise<void> => {
        for (let kill = waiting.shift(); kill !== undefined; kill = waiting.shift()) await run(...kill);
      };
      await Promise.all(Array.from({ length: atOnce }, work));
    }, 1_800_000);
    afterAll(() => server.stop());

    it.each(kills)('%s, visit %d: nothing lost, no order broken, nothing counted twice', (name, nth) => {
      const result = results.get(`${name}:${nth}`)!;
      if (result instanceof Error) throw result;
      const { findings, wasKilled, extraEffects, isRepeatedTooOften, zombieKeys } = result;
      expect({ findings, wasKilled, extraEffects, isRepeatedTooOften, zombieKeys }).toEqual({
        findings: nothingFound,
        wasKilled: true,
        extraEffects: 0,
        isRepeatedTooOften: false,
        zombieKeys: [],
      });
    });
  });
});
