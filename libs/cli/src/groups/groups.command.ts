import type { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { addAppOptions, askApp, type AppOptions } from '../http/app-client.js';
import { groupScreen, type GroupView } from './group-screen.js';

interface TargetOptions extends AppOptions {
  readonly topic?: string;
  readonly partition?: string;
}

interface ReleaseOptions extends AppOptions {
  readonly handler?: string;
  readonly topic?: string;
  readonly key?: string;
  readonly keyBase64?: string;
}

/** `spillway groups …`: what operators ask of a group, of the instance that `--url` names. */
export function addGroupsCommand(program: Command, context: CliContext): void {
  const groups = program.command('groups').description('Looks after consumer groups.');
  const verb = (name: string, description: string): Command =>
    addAppOptions(groups.command(name).description(description));
  const ask = async (options: AppOptions, group: string, path: string, body?: object): Promise<void> => {
    const view = await askApp<GroupView>(context, options, {
      path: `/groups/${encodeURIComponent(group)}${path}`,
      body,
    });
    context.stdout(options.output === 'json' ? `${JSON.stringify(view, null, 2)}\n` : groupScreen(view));
  };
  verb('show <group>', 'Shows its partitions, their states and what keeps them.').action(
    async (group: string, options: AppOptions) => ask(options, group, ''),
  );
  for (const [name, description] of [
    ['pause', 'Begins no more of a topic, a partition or all; what runs finishes.'],
    ['resume', 'Goes on with what was paused, or with a part of it.'],
  ] as const) {
    verb(`${name} <group>`, description)
      .option('--topic <topic>', 'only this topic')
      .option('--partition <number>', 'only this partition')
      .action(async (group: string, options: TargetOptions) => ask(options, group, `/${name}`, targetOf(options)));
  }
  verb('accept-gap <group> <topic> <partition>', 'Lets a partition go on behind what its log lost.').action(
    async (group: string, topic: string, partition: string, options: AppOptions) =>
      ask(options, group, '/accept-gap', { topic, partition: numberOf(partition) }),
  );
  verb('start <group>', 'Says from where the partitions go on that an incident has stopped.')
    .requiredOption('--from <position>', 'beginning, latest or an RFC 3339 time')
    .action(async (group: string, options: AppOptions & { readonly from: string }) =>
      ask(options, group, '/start-from', { position: options.from }),
    );
  addRelease(verb('release <group>', 'Releases a handler whose budget is spent, or a held key.'), context);
}

function addRelease(command: Command, context: CliContext): void {
  command
    .option('--handler <name>', 'the handler')
    .option('--topic <topic>', 'the topic of the key')
    .option('--key <key>', 'the key')
    .option('--key-base64 <bytes>', 'the key, when it is no text')
    .action(async (group: string, { handler, topic, key, keyBase64, ...options }: ReleaseOptions) => {
      if ((handler === undefined) === (topic === undefined)) command.error('Say --handler, or --topic with --key.');
      if (topic !== undefined && (key === undefined) === (keyBase64 === undefined)) command.error('Say which key.');
      const path = `/groups/${encodeURIComponent(group)}/release`;
      const body = { handler, topic, key, keyBase64 };
      const answer = await askApp<{ readonly sentBack: number }>(context, options, { path, body });
      const what = handler === undefined ? `the key; ${answer.sentBack} dead letters were sent back` : handler;
      context.stdout(options.output === 'json' ? `${JSON.stringify(answer, null, 2)}\n` : `Released ${what}.\n`);
    });
}

function targetOf({ topic, partition }: TargetOptions): object {
  return { topic, ...(partition === undefined ? {} : { partition: numberOf(partition) }) };
}

/** The app says what is wrong with what is no number. */
function numberOf(text: string): number | string {
  return /^\d{1,10}$/.test(text) ? Number(text) : text;
}
