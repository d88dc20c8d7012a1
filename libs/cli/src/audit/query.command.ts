import { Option, type Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { addAppOptions, askApp } from '../http/app-client.js';
import { withQuery } from '../http/with-query.js';
import { deliveriesScreen } from './deliveries-screen.js';
import { eventScreen } from './event-screen.js';
import { failuresScreen } from './failures-screen.js';
import { journeyScreen } from './journey-screen.js';
import type {
  AnswerView,
  DeliveryView,
  FailureView,
  JourneyView,
  RecordDetailView,
  RecordView,
} from './query-views.js';
import { recordsScreen } from './records-screen.js';

interface QueryOptions {
  readonly url?: string;
  readonly output: 'table' | 'json' | 'ndjson';
  readonly [filter: string]: string | undefined;
}

/** What is asked, and how its answer is shown. */
interface Question<T> {
  readonly path: string;
  readonly filters: readonly string[];
  readonly rows: (answer: T) => readonly object[];
  readonly screen: (answer: T) => string;
  /** When there is no row. */
  readonly none: string;
}

const flags = {
  topic: new Option('--topic <topic>', 'only of this topic'),
  type: new Option('--type <type>', 'only of this type'),
  key: new Option('--key <key>', 'only of this key'),
  eventId: new Option('--event-id <id>', 'only of this event'),
  correlationId: new Option('--correlation-id <id>', 'only what followed from one event'),
  time: new Option('--time <which>', 'what --from and --to mean').choices(['record', 'event']),
  group: new Option('--group <group>', 'only of this group'),
  handler: new Option('--handler <name>', 'only of this handler'),
  outcome: new Option('--outcome <outcome>', 'completed, retried, held, dead_lettered, suspended, skipped or lost'),
  fingerprint: new Option('--fingerprint <fingerprint>', 'only failures that look like this'),
  source: new Option('--source <source>', 'only of this source'),
  as: new Option('--as <form>', 'how its payload is read').choices(['stored', 'written', 'latest']),
  from: new Option('--from <time>', 'RFC 3339, inclusive'),
  to: new Option('--to <time>', 'RFC 3339, exclusive'),
  limit: new Option('--limit <count>', 'at most so many').default('50'),
  cursor: new Option('--cursor <cursor>', 'go on behind the page before'),
} as const;

const page = ['from', 'to', 'limit', 'cursor'] as const;

const events: Question<{ readonly records: readonly RecordView[] }> = {
  path: '/audit/events',
  filters: ['topic', 'type', 'key', 'eventId', 'correlationId', 'time', ...page],
  rows: ({ records }) => records,
  screen: ({ records }) => recordsScreen(records),
  none: 'No records.',
};

const deliveries: Question<{ readonly deliveries: readonly DeliveryView[] }> = {
  path: '/audit/deliveries',
  filters: ['group', 'topic', 'handler', 'outcome', 'fingerprint', 'type', 'eventId', 'correlationId', ...page],
  rows: ({ deliveries: rows }) => rows,
  screen: ({ deliveries: rows }) => deliveriesScreen(rows),
  none: 'No deliveries.',
};

const failures: Question<{ readonly failures: readonly FailureView[] }> = {
  path: '/audit/failures',
  filters: ['group', 'topic', 'handler', 'fingerprint', 'from', 'to', 'limit'],
  rows: ({ failures: rows }) => rows,
  screen: ({ failures: rows }) => failuresScreen(rows),
  none: 'No failures.',
};

const event: Question<{ readonly records: readonly RecordDetailView[]; readonly deliveries: readonly DeliveryView[] }> =
  {
    path: '/audit/events',
    filters: ['source', 'as'],
    rows: ({ records }) => records,
    screen: (answer) => eventScreen(answer.records, answer.deliveries),
    none: 'No records.',
  };

const journey: Question<JourneyView> = {
  path: '/audit/journeys',
  filters: [],
  rows: ({ sequence }) => sequence,
  screen: journeyScreen,
  none: 'Nothing happened.',
};

/** `spillway audit query …`: what happened, for people at a terminal and for scripts. */
export function addQueryCommand(audit: Command, context: CliContext): void {
  const query = audit.command('query').description('Asks what happened.');
  const add = <T>(name: string, description: string, question: Question<T>): void => {
    const command = addAppOptions(query.command(name).description(description), {
      app: 'audit',
      forms: ['table', 'json', 'ndjson'],
    });
    for (const filter of question.filters) command.addOption(flags[filter as keyof typeof flags]);
    const hasId = name.includes('<id>');
    command.action(async (...given: unknown[]) => {
      const id = hasId ? `/${encodeURIComponent(String(given[0]))}` : '';
      await ask(context, { ...question, path: question.path + id }, given[hasId ? 1 : 0] as QueryOptions);
    });
  };
  add('events', 'Records of all topics, newest first.', events);
  add('event <id>', 'One event with its payload, and what became of it in every group.', event);
  add('journey <id>', 'Everything that followed from an event or belongs to a correlation, with its times.', journey);
  add('deliveries', 'What became of events in the groups, newest first.', deliveries);
  add('failures', 'Failures that look the same, the most frequent first.', failures);
}

async function ask<T>(context: CliContext, question: Question<T>, options: QueryOptions): Promise<void> {
  const given = Object.fromEntries(question.filters.map((name) => [name, options[name]]));
  const request = { path: withQuery(question.path, given), app: 'audit' } as const;
  const answer = await askApp<T & AnswerView>(context, options, request);
  const rows = question.rows(answer);
  if (options.output === 'json') context.stdout(`${JSON.stringify(answer, null, 2)}\n`);
  else if (options.output === 'ndjson') context.stdout(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  else context.stdout(question.screen(answer));
  if (options.output !== 'json') tellAside(context, answer, rows.length === 0 ? question.none : undefined);
}

/** What a person should know beside the rows. */
function tellAside(context: CliContext, { completeUpTo, nextCursor }: AnswerView, none: string | undefined): void {
  if (none !== undefined) context.stderr(`${none}\n`);
  if (nextCursor) context.stderr(`There may be more: --cursor ${nextCursor}\n`);
  if (completeUpTo !== null && !completeUpTo.complete)
    context.stderr(`The store is behind the log: complete up to ${completeUpTo.time ?? 'nothing yet'}.\n`);
}
