import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import type { CliContext } from '../context/cli-context.js';
import { createProgram } from '../program/create-program.js';
import { Session } from '../session/session.js';
import { ProfileFolder } from '../spec-support/profile-folder.js';
import { person } from '../spec-support/person.js';
import { runAgainstApp } from '../spec-support/run-against-app.js';
import { orderLine, stockAdjusted } from '../spec-support/sample-contracts.js';
import { SmallRegistry } from '../spec-support/small-registry.js';

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

type Verb = readonly [args: readonly string[], answer: object];

/** Verbs that change something, with what the app answers. */
const verbs: readonly Verb[] = [
  [sendBack, sent],
  [['groups', 'pause', 'payments'], group],
  [['groups', 'resume', 'payments'], group],
  [['groups', 'accept-gap', 'payments', 'retail.orders', '3'], group],
  [['groups', 'start', 'payments', '--from', 'latest'], group],
  [['groups', 'release', 'payments', '--handler', 'CapturePayment'], { sentBack: 0 }],
  [['produce', 'StockAdjusted', '--data', '{}'], { id: 'e-1', topic: 'retail.orders', partition: 0, offset: '1' }],
  [['contracts', 'push'], {}],
];
/** What it would ask about, Kafka says: `topics.int.spec.ts` has the questions. */
const onKafka: Verb = [['topics', 'apply'], {}];

/** Every command that can be confirmed. */
function confirmed(command: Command, path: readonly string[] = []): readonly string[] {
  const isOne = command.options.some(({ long }) => long === '--confirm-profile');
  const below = command.commands.flatMap((each) => confirmed(each, [...path, each.name()]));
  return [...(isOne ? [path.join(' ')] : []), ...below];
}

/** Runs a verb where contracts and profiles are, with a registry beside the app, and tells what was changed. */
async function runVerb([args, answer]: Verb, flags: readonly string[], surroundings: Partial<CliContext> = {}) {
  using folder = new ProfileFolder(live);
  for (const [path, content] of Object.entries({ ...orderLine('int', 4), ...stockAdjusted() }))
    folder.write(path, content);
  await using registry = new SmallRegistry();
  const env = { SPILLWAY_REGISTRY_URL: await registry.start() };
  const at = { workingDir: folder.below, env, ...surroundings };
  const { exitCode, asked, stderr } = await runAgainstApp([...args, ...flags], [answer], 200, at);
  return { exitCode, stderr, changes: asked.length + registry.subjects.size };
}

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

  it('are all that have flags for it', () => {
    const known = [...verbs, onKafka].map(([args]) => args.join(' '));
    const nobody = { workingDir: '/', env: {}, stdout: () => {}, stderr: () => {} };
    const names = confirmed(createProgram(new Session(nobody), () => {}));
    expect(names.length).toBe(known.length);
    expect(names.filter((name) => !known.some((args) => `${args} `.startsWith(`${name} `)))).toEqual([]);
  });

  it.each(verbs)('%j asks twice on production', async (...verb) => {
    const onLive = ['--profile', 'live'];
    const sure = person('yes', 'live');
    expect(await runVerb(verb, onLive, sure)).toMatchObject({ exitCode: 0, changes: 1 });
    expect(sure.questions.map(stripVTControlCharacters)).toEqual([
      expect.stringMatching(/ in PRODUCTION \(live\)\? \[y\/N\] $/),
      'Type the name of the profile to go on: ',
    ]);
    expect(await runVerb(verb, onLive, person('yes', 'live '))).toMatchObject({ exitCode: 1, changes: 0 });
    const told = [...onLive, '--yes', '--confirm-profile', 'live'];
    expect(await runVerb(verb, told)).toMatchObject({ exitCode: 0, changes: 1 });
  });

  it.each([...verbs, onKafka])('%j needs both flags on production where nobody can be asked', async (...verb) => {
    const onLive = ['--profile', 'live'];
    const script = await runVerb(verb, onLive);
    expect(script).toMatchObject({ exitCode: 2, changes: 0 });
    expect(script.stderr).toContain('add --yes --confirm-profile live');
    const wrong = await runVerb(verb, [...onLive, '--yes', '--confirm-profile', 'look']);
    expect(wrong).toMatchObject({ exitCode: 2, changes: 0 });
  });

  it.each([...verbs, onKafka])('%j is refused where the profile is read-only', async (...verb) => {
    const refused = await runVerb(verb, ['--profile', 'look', '--yes', '--confirm-profile', 'look']);
    expect(refused).toMatchObject({ exitCode: 1, changes: 0 });
    expect(refused.stderr).toMatch(/^SPW-5220 {2}The profile look is read-only: nothing was done\.\n/);
  });
});
