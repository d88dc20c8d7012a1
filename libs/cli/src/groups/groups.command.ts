import type { Command } from 'commander';
import { addConfirmOptions, confirmChange } from '../confirm/confirm-change.js';
import type { ConfirmOptions } from '../confirm/judge-change.js';
import { addExamples } from '../help/add-examples.js';
import { addAppOptions, askApp, type AppOptions } from '../http/app-client.js';
import { printAnswer } from '../output/print-answer.js';
import type { Session } from '../session/session.js';
import { addReleaseCommand } from './release.command.js';
import { groupScreen, type GroupView } from './group-screen.js';

interface ShowOptions extends AppOptions {
  readonly all?: boolean;
}

interface TargetOptions extends ShowOptions, ConfirmOptions {
  readonly topic?: string;
  readonly partition?: string;
}

type Examples = readonly (readonly [args: string, about: string])[];

/** `spillway groups …`: what operators ask of a group, of the instance that `--url` names. */
export function addGroupsCommand(program: Command, session: Session): void {
  const groups = program.command('groups').description('Looks after consumer groups.');
  addExamples(groups, [
    ['groups show payments', 'its partitions, their states, and what keeps them'],
    ['groups pause payments', 'begin no more; what runs finishes'],
    ['groups release payments --handler CapturePayment', 'once its cause is mended'],
  ]);
  const verb = (name: string, description: string, examples: Examples): Command =>
    addExamples(
      addAppOptions(groups.command(name).description(description)).option('--all', 'idle partitions as well'),
      examples,
    );
  const ask = async (options: ShowOptions, group: string, path: string, body?: object): Promise<void> => {
    const request = { path: `/groups/${encodeURIComponent(group)}${path}`, body };
    const view = await askApp<GroupView>(session, options, request);
    const screen = (): string => groupScreen(view, options);
    printAnswer(session, options.output, { document: view, rows: view.partitions, screen });
  };
  verb('show <group>', 'Shows its partitions, their states and what keeps them.', [
    ['groups show payments', 'partitions that have something to tell'],
    ['groups show payments --all', 'idle ones as well'],
    ['groups show payments --output ndjson', 'a partition per line'],
  ]).action(async (group: string, options: ShowOptions) => ask(options, group, ''));
  addPauseAndResume(verb, ask, session);
  addAnswersToIncidents(verb, ask, session);
  addReleaseCommand(groups, session);
}

type Verb = (name: string, description: string, examples: Examples) => Command;
type Ask = (options: ShowOptions, group: string, path: string, body?: object) => Promise<void>;

function addPauseAndResume(verb: Verb, ask: Ask, session: Session): void {
  for (const [name, description, about] of [
    ['pause', 'Begins no more of a topic, a partition or all; what runs finishes.', 'begins no more of anything'],
    ['resume', 'Goes on with what was paused, or with a part of it.', 'goes on with all'],
  ] as const) {
    const command = verb(`${name} <group>`, description, [
      [`groups ${name} payments`, about],
      [`groups ${name} payments --topic retail.orders --partition 3`, 'only this partition'],
    ])
      .option('--topic <topic>', 'only this topic')
      .option('--partition <number>', 'only this partition');
    addConfirmOptions(command).action(async (group: string, options: TargetOptions) => {
      // It is undone as easily: asked on production only.
      await confirmChange(session, command, { what: `${capital(name)} ${group}`, isGrave: false }, options);
      await ask(options, group, `/${name}`, targetOf(options));
    });
  }
}

function addAnswersToIncidents(verb: Verb, ask: Ask, session: Session): void {
  const gap = verb('accept-gap <group> <topic> <partition>', 'Lets a partition go on behind what its log lost.', [
    ['groups accept-gap payments retail.orders 3', 'what is lost stays lost'],
  ]);
  addConfirmOptions(gap).action(
    async (group: string, topic: string, partition: string, options: ShowOptions & ConfirmOptions) => {
      const what = `Let ${group} go on behind what ${topic}/${partition} lost`;
      await confirmChange(session, gap, { what, isGrave: true }, options);
      await ask(options, group, '/accept-gap', { topic, partition: numberOf(partition) });
    },
  );
  const start = verb('start <group>', 'Says from where the partitions go on that an incident has stopped.', [
    ['groups start payments --from beginning', 'everything that the log still has'],
    ['groups start payments --from 2026-11-26T09:00:00Z', 'what was written from then on'],
  ]).requiredOption('--from <position>', 'beginning, latest or an RFC 3339 time');
  addConfirmOptions(start).action(
    async (group: string, options: ShowOptions & ConfirmOptions & { readonly from: string }) => {
      const what = `Let the stopped partitions of ${group} go on from ${options.from}`;
      await confirmChange(session, start, { what, isGrave: true }, options);
      await ask(options, group, '/start-from', { position: options.from });
    },
  );
}

function targetOf({ topic, partition }: TargetOptions): object {
  return { topic, ...(partition === undefined ? {} : { partition: numberOf(partition) }) };
}

/** The app says what is wrong with what is no number. */
function numberOf(text: string): number | string {
  return /^\d{1,10}$/.test(text) ? Number(text) : text;
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}
