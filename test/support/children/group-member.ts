// One member of a proof's group: started with a `MemberPlan` as JSON, says `ready`, its states and its alarms line by
// line, and writes every call of its handler to the history before it does anything with the event.
import { existsSync, openSync } from 'node:fs';
import { avroCodec, httpRegistry } from '@spillway/codecs';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { openStateStore, type KyselyStateStore } from '@spillway/state-store';
import {
  GroupConsumer,
  noMetrics,
  readConfig,
  sourceWith,
  systemClock,
  transportWith,
  type BatchHandlerContext,
  type Delivery,
  type HandlerContext,
  type IncidentStatus,
  type Logger,
  type Transport,
} from '@spillway/streaming';
import { jsonCodec } from '@spillway/testing';
import type { Transaction } from 'kysely';
import { runMain } from '../../../libs/nest/src/run/run-main.js';
import { actOn, isDeadly, type Act } from '../group-proof/fates.js';
import { givingUp } from '../group-proof/given-up.js';
import { writeCommit, writeHistory, type HistoryEntry } from '../group-proof/history.js';
import { groupOf, type MemberPlan } from '../group-proof/member-plan.js';
import { plantedAt, withBugs } from '../group-proof/planted-bug.js';
import { proofEvents, type Numbered } from '../group-proof/proof-events.js';
import { effectMigrations, type EffectTables } from './group-member-tables.js';

const plan = JSON.parse(process.argv[2] ?? '{}') as MemberPlan;
const { given, after } = proofEvents(plan.topic);
const history = openSync(plan.historyFile, 'a');
const poisonedKeys = new Set<string>();
/** Longer than any proof needs to see it. */
const rareMs = 60_000;

await runMain('group-member', async () => {
  const logger = sayingLogger();
  const config = readConfig(kafkaConfigSchema, {
    SPILLWAY_KAFKA_BROKERS: plan.brokers.join(','),
    SPILLWAY_KAFKA_SESSION_TIMEOUT_MS: String(plan.sessionTimeoutMs),
  });
  const kafka = kafkaTransport({ config, logger });
  const transport = withBugs(notingCommits(kafka), plan.bugs, plan.topic);
  const state = await openState();
  const consumer = new GroupConsumer({
    transport,
    group: groupOf(plan),
    handlers: [
      plan.batch
        ? { kind: 'batch', name: 'prove', definitions: [given], handleBatch }
        : {
            kind: 'single',
            name: 'prove',
            definitions: [given],
            handle: (delivery, context) =>
              handleWithBugs(delivery as Delivery<Numbered>, (work) => context.unitOfWork(work)),
          },
    ],
    codec:
      plan.registryUrl === undefined
        ? jsonCodec([given, after])
        : avroCodec({ registry: httpRegistry({ url: plan.registryUrl }), definitions: [given, after] }),
    ...(state === undefined ? {} : { state }),
    limits: { commitIntervalMs: commitIntervalMs(), stopGraceMs: plan.stopGraceMs },
    handlerTimeoutMs: plan.handlerTimeoutMs,
    settleGraceMs: plan.settleGraceMs,
    onAssigned: async (partitions) => say(`assigned ${partitions.length}`),
    clock: systemClock,
    logger,
    metrics: noMetrics,
  });
  await consumer.start();
  say('ready');
  process.on('SIGUSR2', () => void releaseHeldKeys(consumer));
  const closing = new AbortController();
  if (plan.acceptsGaps) void acceptGaps(consumer, closing.signal);
  const close = async (): Promise<void> => {
    closing.abort();
    await consumer.stop();
    await transport.close();
    await state?.close();
    say('closed');
  };
  return { name: 'group-member', url: '', close, failed: consumer.failed };
});

async function handleBatch(deliveries: readonly Delivery[], { transaction }: BatchHandlerContext): Promise<void> {
  for (const delivery of deliveries) await handle(delivery as Delivery<Numbered>, (work) => work(transaction));
}

/** As an operator does: one key after the other. */
async function releaseHeldKeys(consumer: GroupConsumer): Promise<void> {
  for (const key of poisonedKeys) {
    const sent = await consumer.releaseKey(plan.topic, Buffer.from(key)).catch(String);
    say(`released ${key}: ${sent}`);
  }
  say('all released');
}

/** One after the other: an answer that meets the join anew of another may be heeded without its commit. */
async function acceptGaps(consumer: GroupConsumer, signal: AbortSignal): Promise<void> {
  const incidents = () => consumer.status().incidents ?? [];
  while (!signal.aborted) {
    const [incident] = incidents();
    if (incident !== undefined && (await acceptGap(consumer, incident))) {
      while (!signal.aborted && incidents().includes(incident)) await systemClock.sleep(20, signal);
    }
    await systemClock.sleep(20, signal);
  }
}

async function acceptGap(consumer: GroupConsumer, incident: IncidentStatus): Promise<boolean> {
  for (const span of incident.lost) say(givingUp(incident, span));
  const { topic, partition } = incident;
  return consumer.acceptGap(topic, partition).then(
    () => true,
    (error: unknown) => {
      say(String(error));
      return false;
    },
  );
}

async function handleWithBugs(delivery: Delivery<Numbered>, unitOfWork: HandlerContext['unitOfWork']): Promise<void> {
  const has = (bug: 'handles-twice' | 'ends-twice'): boolean =>
    plan.bugs.includes(bug) && delivery.event.number === plantedAt[bug];
  await handle(delivery, unitOfWork);
  if (has('handles-twice')) await handle(delivery, unitOfWork);
  if (has('ends-twice')) throw new Error('it had ended well');
}

async function handle(delivery: Delivery<Numbered>, unitOfWork: HandlerContext['unitOfWork']): Promise<void> {
  const { event, attempt, record } = delivery;
  const place = `${record.topic}/${record.partition}/${record.offset}`;
  const write = (what: HistoryEntry['what']): void =>
    writeHistory(history, { what, number: event.number, attempt, place, pid: process.pid, atMs: Date.now() });
  write('call');
  try {
    await workOn(delivery, unitOfWork);
  } catch (error) {
    write('failed');
    throw error;
  }
  write('done');
}

async function workOn(delivery: Delivery<Numbered>, unitOfWork: HandlerContext['unitOfWork']): Promise<void> {
  const { event, attempt } = delivery;
  if (plan.workMs > 0) await systemClock.sleep(plan.workMs);
  const fate = actOn(plan.fates, event.number);
  if (isDeadly(fate)) poisonedKeys.add(event.key);
  await act(fate, attempt);
  if (plan.publishes) await delivery.publish(after, event);
  if (plan.postgresUrl !== undefined) await unitOfWork((transaction) => count(transaction, event));
}

async function act(what: Act | undefined, attempt: number): Promise<void> {
  switch (what) {
    case 'poison':
      throw new TypeError('no such event');
    case 'fails-once':
      if (attempt === 1) throw new Error('not yet');
      return;
    case 'rejects-undefined':
      return Promise.reject<void>(undefined);
    case 'throws-string':
      throw 'just a text';
    case 'throws-frozen':
      throw Object.freeze({ code: 7, message: { not: 'a text' } });
    case 'never-settles':
      return new Promise(() => {});
    case 'needs-dependency':
      if (existsSync(plan.outageFile)) throw Object.assign(new Error('it is away'), { code: 'ECONNREFUSED' });
      return;
    case undefined:
      return;
    default:
      what satisfies never;
  }
}

async function count(transaction: unknown, { number }: Numbered): Promise<void> {
  await (transaction as Transaction<EffectTables>).insertInto('effects').values({ number }).execute();
}

function commitIntervalMs(): number {
  return plan.bugs.includes('commits-rarely') ? rareMs : plan.commitIntervalMs;
}

async function openState(): Promise<KyselyStateStore<EffectTables> | undefined> {
  const { postgresUrl } = plan;
  return postgresUrl === undefined ? undefined : openStateStore({ postgresUrl, migrations: effectMigrations });
}

/** An answer that comes late (this process was halted) has no certain place among what others have stored. */
function notingCommits(transport: Transport): Transport {
  return transportWith(transport, {
    source: (options) => {
      const source = transport.source(options);
      return sourceWith(source, {
        commit: async (positions, commitOptions) => {
          const sentAtMs = systemClock.steadyMs();
          await source.commit(positions, commitOptions);
          if (systemClock.steadyMs() - sentAtMs > plan.sessionTimeoutMs / 2) return;
          for (const position of positions) writeCommit(history, position);
        },
      });
    },
  });
}

function sayingLogger(): Logger {
  const line = (level: string) => (fields: object, message: string) => say(`${level} ${message} ${toText(fields)}`);
  return { debug: () => {}, info: line('info'), warn: line('warn'), error: line('error') };
}

function toText(fields: object): string {
  return JSON.stringify(fields, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
