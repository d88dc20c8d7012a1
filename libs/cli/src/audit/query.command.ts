import { Option, type Command } from 'commander';
import { addExamples } from '../help/add-examples.js';
import { addAppOptions, askApp } from '../http/app-client.js';
import { withQuery } from '../http/with-query.js';
import type { OutputOption } from '../output/output-option.js';
import { printAnswer } from '../output/print-answer.js';
import type { Session } from '../session/session.js';
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

type QueryOptions = OutputOption & { readonly url?: string; readonly [filter: string]: string | undefined };

/** What is asked, and how its answer is shown. */
interface Question<T> {
  readonly path: string;
  readonly filters: readonly string[];
  readonly rows: (answer: T) => readonly object[];
  readonly screen: (answer: T) => string;
  /** When there is no row. */
  readonly none: string;
  readonly examples: readonly (readonly [args: string, about: string])[];
}

const flags = {
  topic: new Option('--topic <topic>', 'only of this topic'),
  type: new Option('--type <type>', 'only of this type'),
  key: new Option('--key <key>', 'only of this key'),
  eventId: new Option('--event-id <id>', 'only of this event'),
  correlationId: new Option('--correlation-id <id>', 'only what followed from one event'),
  time: new Option('--time <which>', 'what --from and --to mean').choices(['record', 'event']),
  group: new Option('--group <group>', 'only of this group'),
  text: new Option('--text <text>', 'only whose payload has this in it; with --from and --to'),
  handler: new Option('--handler <name>', 'only of this handler'),
  outcome: new Option('--outcome <outcome>', 'completed, retried, held, dead_lettered, suspended, skipped or lost'),
  fingerprint: new Option('--fingerprint <fingerprint>', 'only failures that look like this'),
  source: new Option('--source <source>', 'only of this source'),
  as: new Option('--as <form>', 'how its payload is read').choices(['stored', 'written', 'latest']),
  from: new Option('--from <time>', 'RFC 3339 or a day (UTC), inclusive'),
  to: new Option('--to <time>', 'RFC 3339 or a day (UTC), exclusive'),
  limit: new Option('--limit <count>', 'at most so many').default('50'),
  cursor: new Option('--cursor <cursor>', 'go on behind the page before'),
} as const;

const page = ['from', 'to', 'limit', 'cursor'] as const;

const events: Question<{ readonly records: readonly RecordView[] }> = {
  path: '/audit/events',
  filters: ['topic', 'type', 'group', 'key', 'eventId', 'correlationId', 'text', 'time', ...page],
  rows: ({ records }) => records,
  screen: ({ records }) => recordsScreen(records),
  none: 'No records.',
  examples: [
    ['audit query events --topic retail.orders --key 17850', 'of one key, newest first'],
    [
      'audit query events --from 2010-12-01 --to 2010-12-02 --time event -o ndjson',
      'what happened on a day, a record per line',
    ],
    ['audit query events --text HEART --from 2010-12-01 --to 2010-12-02', 'whose payload has that in it'],
    ['audit query events --group payments', 'what waits for a group, and its dead letters'],
  ],
};

const deliveries: Question<{ readonly deliveries: readonly DeliveryView[] }> = {
  path: '/audit/deliveries',
  filters: ['group', 'topic', 'handler', 'outcome', 'fingerprint', 'type', 'eventId', 'correlationId', ...page],
  rows: ({ deliveries: rows }) => rows,
  screen: ({ deliveries: rows }) => deliveriesScreen(rows),
  none: 'No deliveries.',
  examples: [
    ['audit query deliveries --group payments --outcome dead_lettered', 'what a group gave up'],
    ['audit query deliveries --event-id 536365', 'what became of one event'],
  ],
};

const failures: Question<{ readonly failures: readonly FailureView[] }> = {
  path: '/audit/failures',
  filters: ['group', 'topic', 'handler', 'fingerprint', 'from', 'to', 'limit'],
  rows: ({ failures: rows }) => rows,
  screen: ({ failures: rows }) => failuresScreen(rows),
  none: 'No failures.',
  examples: [['audit query failures --group payments', 'the most frequent first']],
};

const event: Question<{ readonly records: readonly RecordDetailView[]; readonly deliveries: readonly DeliveryView[] }> =
  {
    path: '/audit/events',
    filters: ['source', 'as'],
    rows: ({ records }) => records,
    screen: (answer) => eventScreen(answer.records, answer.deliveries),
    none: 'No records.',
    examples: [
      ['audit query event 536365', 'with its payload and its way through the groups'],
      ['audit query event 536365 --as written', 'as its sender wrote it'],
    ],
  };

const journey: Question<JourneyView> = {
  path: '/audit/journeys',
  filters: [],
  rows: ({ sequence }) => sequence,
  screen: journeyScreen,
  none: 'Nothing happened.',
  examples: [
    ['audit query journey 536365', 'by the id of an event or of a correlation'],
    ['audit query journey 536365 -o ndjson', 'a step per line'],
  ],
};

/** `spillway audit query …`: what happened, for people at a terminal and for scripts. */
export function addQueryCommand(audit: Command, session: Session): void {
  const query = audit.command('query').description('Asks what happened.');
  addExamples(query, [
    ['audit query events --topic retail.orders', 'records, newest first'],
    ['audit query journey 536365', 'everything that followed from one event'],
    ['audit query failures', 'what fails alike'],
  ]);
  const add = <T>(name: string, description: string, question: Question<T>): void => {
    const command = addAppOptions(query.command(name).description(description), { app: 'audit' });
    addExamples(command, question.examples);
    for (const filter of question.filters) command.addOption(flags[filter as keyof typeof flags]);
    const hasId = name.includes('<id>');
    command.action(async (...given: unknown[]) => {
      const id = hasId ? `/${encodeURIComponent(String(given[0]))}` : '';
      await ask(session, { ...question, path: question.path + id }, given[hasId ? 1 : 0] as QueryOptions);
    });
  };
  add('events', 'Records of all topics, newest first.', events);
  add('event <id>', 'One event with its payload, and what became of it in every group.', event);
  add('journey <id>', 'Everything that followed from an event or belongs to a correlation, with its times.', journey);
  add('deliveries', 'What became of events in the groups, newest first.', deliveries);
  add('failures', 'Failures that look the same, the most frequent first.', failures);
}

async function ask<T>(session: Session, question: Question<T>, options: QueryOptions): Promise<void> {
  const given = Object.fromEntries(question.filters.map((name) => [name, options[name]]));
  const request = { path: withQuery(question.path, given), app: 'audit' } as const;
  const answer = await askApp<T & AnswerView>(session, options, request);
  const rows = question.rows(answer);
  printAnswer(session, options.output, { document: answer, rows, screen: () => question.screen(answer) });
  if (options.output !== 'json') tellAside(session, answer, rows.length === 0 ? question.none : undefined);
}

/** What a person should know beside the rows. */
function tellAside(session: Session, { completeUpTo, nextCursor }: AnswerView, none: string | undefined): void {
  if (none !== undefined) session.stderr(`${none}\n`);
  if (nextCursor) session.stderr(`There may be more: --cursor ${nextCursor}\n`);
  if (completeUpTo !== null && !completeUpTo.complete)
    session.stderr(`The store is behind the log: complete up to ${completeUpTo.time ?? 'nothing yet'}.\n`);
}
