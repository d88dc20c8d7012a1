import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { ProfileFolder } from '../spec-support/profile-folder.js';
import { person } from '../spec-support/person.js';
import { runAgainstApp } from '../spec-support/run-against-app.js';

const group = {
  group: 'payments',
  state: 'running',
  reason: null,
  partitions: [],
  drained: [],
  budgets: [],
  breakers: [],
};
const sent = { job: 'j1', letters: [] };
const id = 'retail.orders.payments.dlq/3/17';
const sendBack = ['dlq', 'send-back', 'payments', id];
const live = { profiles: { live: { production: true }, look: { readOnly: true } } };

/** Every verb that changes something, with what the app answers. */
const verbs: readonly (readonly [args: readonly string[], answer: object])[] = [
  [sendBack, sent],
  [['groups', 'pause', 'payments'], group],
  [['groups', 'resume', 'payments'], group],
  [['groups', 'accept-gap', 'payments', 'retail.orders', '3'], group],
  [['groups', 'start', 'payments', '--from', 'latest'], group],
  [['groups', 'release', 'payments', '--handler', 'CapturePayment'], { sentBack: 0 }],
];

describe('verbs that change something', () => {
  it.each([
    [sendBack, sent],
    [['groups', 'accept-gap', 'payments', 'retail.orders', '3'], group],
    [['groups', 'start', 'payments', '--from', 'latest'], group],
    [['groups', 'release', 'payments', '--handler', 'CapturePayment'], { sentBack: 0 }],
  ])('%j asks, and does it after yes', async (args, answer) => {
    const { questions, ...surroundings } = person('y');
    const { exitCode, asked } = await runAgainstApp(args, [answer], 200, surroundings);
    expect([exitCode, asked.length, questions.length]).toEqual([0, 1, 1]);
    expect(questions[0]).toMatch(/\? \[y\/N\] $/);
  });

  it.each(['n', '', 'j', 'yes please'])('does nothing after %j', async (answer) => {
    const { exitCode, asked, stderr } = await runAgainstApp(sendBack, [sent], 200, person(answer));
    expect([exitCode, asked]).toEqual([1, []]);
    expect(stderr).toMatch(/^SPW-5221 {2}Not confirmed: nothing was done\.\n/);
  });

  it('says which flag to add where nobody can be asked', async () => {
    const { exitCode, asked, stderr } = await runAgainstApp(sendBack, [sent]);
    expect([exitCode, asked]).toEqual([2, []]);
    expect(stderr).toContain('Send 1 dead letter back to payments? Nobody can be asked here: add --yes');
  });

  it.each(verbs)('%j asks twice on production', async (args, answer) => {
    using folder = new ProfileFolder(live);
    const onLive = [...args, '--profile', 'live'];
    const at = { workingDir: folder.below };
    const sure = person('yes', 'live');
    expect(await runAgainstApp(onLive, [answer], 200, { ...at, ...sure })).toMatchObject({ exitCode: 0 });
    expect(sure.questions.map(stripVTControlCharacters)).toEqual([
      expect.stringMatching(/ in PRODUCTION \(live\)\? \[y\/N\] $/),
      'Type the name of the profile to go on: ',
    ]);
    const unsure = await runAgainstApp(onLive, [answer], 200, { ...at, ...person('yes', 'live ') });
    expect([unsure.exitCode, unsure.asked]).toEqual([1, []]);
    const script = await runAgainstApp(onLive, [answer], 200, at);
    expect([script.exitCode, script.asked]).toEqual([2, []]);
    expect(script.stderr).toContain('add --yes --confirm-profile live');
    const told = [...onLive, '--yes', '--confirm-profile', 'live'];
    expect(await runAgainstApp(told, [answer], 200, at)).toMatchObject({ exitCode: 0 });
    const wrong = await runAgainstApp([...onLive, '--yes', '--confirm-profile', 'look'], [answer], 200, at);
    expect([wrong.exitCode, wrong.asked]).toEqual([2, []]);
  });

  it.each(verbs)('%j is refused where the profile is read-only', async (args, answer) => {
    using folder = new ProfileFolder(live);
    const flags = ['--profile', 'look', '--yes', '--confirm-profile', 'look'];
    const refused = await runAgainstApp([...args, ...flags], [answer], 200, { workingDir: folder.below });
    expect([refused.exitCode, refused.asked]).toEqual([1, []]);
    expect(refused.stderr).toMatch(/^SPW-5220 {2}The profile look is read-only: nothing was done\.\n/);
  });
});
