import { describe, expect, it } from '@jest/globals';
import { defineEvent, SpillwayError, type EventDefinition } from '@spillway/events';
import {
  deadLetter,
  defineGroup,
  retryLater,
  type Outcome,
  type RecordSink,
  type RecordSource,
  type StateStore,
  type Transport,
  listenerWith,
  sinkWith,
  sourceWith,
  transportWith,
} from '@spillway/streaming';
import { event, rawRecord } from '../group/arriving-event.js';
import { on } from '../group/on.js';
import {
  answersAreLost,
  arrives,
  brokerRefuses,
  memberBecomesZombie,
  memberCrashes,
  settles,
  timePasses,
  zombiesWake,
  type Step,
} from '../group/steps.js';
import { testGroup } from '../group/test-group.js';
import type { TestGroupOptions } from '../group/test-group-options.js';
import { checkDelivery } from './check-delivery.js';
import type { DeliveryRule } from './delivery-history.js';

interface Task {
  readonly id: string;
  readonly key: string;
}

const topic = 'shop.tasks';
const schema = (name: string) => ({ type: 'record', name, namespace: 'shop', fields: [] });
const Task: EventDefinition<Task> = defineEvent<Task>({ topic, schema: schema('Task'), key: ({ key }) => key });
const Note: EventDefinition<Task> = defineEvent<Task>({ topic, schema: schema('Note'), key: ({ key }) => key });
const Done = defineEvent<Task>({ topic: 'shop.done', schema: schema('Done'), key: ({ key }) => key });
const group = defineGroup('workers', {
  startFrom: 'beginning',
  topics: { [topic]: { ordering: 'key', ignore: [Note], retry: { delaysMs: [10_000] } } },
});
const tier = `${topic}.workers.retry.10s`;
const dlq = `${topic}.workers.dlq`;

type Wrap = NonNullable<TestGroupOptions['wrap']>;

/** A mistake as a group could make it, and a run in which it matters. */
interface PlantedBug {
  readonly rule: DeliveryRule;
  readonly wrap: () => Wrap;
  readonly steps: readonly Step[];
  readonly state?: boolean;
  readonly partitions?: number;
}

const task = (id: string, key: string) => event(Task, { id, key }, { id });
const events = [task('t1', 'a'), task('t2', 'b'), task('t3', 'a'), rawRecord(topic, { key: 'c', value: 'no event' })];
const more = [task('t4', 'a'), task('t5', 'b'), task('t6', 'b')];

/** `t1` fails once, `t2` for good; `t4` takes its time. */
const handler = (hasState: boolean) => {
  const seen = new Set<string>();
  return on(Task, async ({ id, key }, delivery, context): Promise<Outcome | void> => {
    if (id === 't2') return deadLetter('never');
    if (id === 't1' && delivery.attempt === 1) return retryLater('not yet');
    if (id === 't4' && !seen.has(id)) {
      seen.add(id);
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    }
    await delivery.publish(Done, { id, key });
    if (hasState) await context.unitOfWork(async () => {});
    return undefined;
  });
};

/** The bugs of an honest checker that a group can have; `FINAL` missing is planted in libs/audit-store/src/missing-final.spec.ts. */
const plantedBugs: Readonly<Record<string, PlantedBug>> = {
  'commit before handle': {
    rule: 'commits follow what is done',
    wrap: () => ({ transport: withSource(commitOnArrival) }),
    steps: [settles()],
  },
  'drop on DLQ failure': {
    rule: 'nothing lost',
    wrap: () => ({ transport: withSink(dropDeadLetters) }),
    steps: [brokerRefuses(dlq, { times: 1 })],
  },
  're-partition on retry': {
    rule: 'copies are what they copy',
    wrap: () => ({
      transport: withAppend((record) =>
        record.topic === tier ? { ...record, partition: 1 - record.partition! } : record,
      ),
    }),
    steps: [],
    partitions: 2,
  },
  'key lost on retry': {
    rule: 'copies are what they copy',
    wrap: () => ({ transport: withAppend((record) => (record.topic === tier ? { ...record, key: null } : record)) }),
    steps: [],
  },
  'duplicate on zombie': {
    rule: 'written once',
    wrap: () => ({ state: (state) => withInbox(state, { admit: async (_, __, ___, ids) => ids.map(() => true) }) }),
    steps: [settles(), arrives(...more), memberBecomesZombie(), timePasses(1_000), zombiesWake()],
    state: true,
  },
  'off-by-one resume': {
    rule: 'nothing lost',
    wrap: () => ({ transport: resumeOneTooFar }),
    // Once all is committed nothing of a key waits in the tier: who takes over handles what comes at once.
    steps: [settles(), timePasses(3_000), memberCrashes(), arrives(...more), timePasses(10), memberCrashes()],
  },
  'dedup by key only': {
    rule: 'nothing lost',
    wrap: () => ({ state: dedupByKey }),
    steps: [arrives(...more)],
    state: true,
  },
  'swallow decode error': {
    rule: 'nothing lost',
    wrap: () => ({
      codec: (codec) => ({
        ...codec,
        decode: (value) => {
          try {
            return codec.decode(value);
          } catch {
            return { schemaId: 1, type: Note.type, definition: undefined, payload: {} as never };
          }
        },
      }),
    }),
    steps: [],
  },
  'timeout treated as fail': {
    rule: 'refused means not written',
    wrap: () => ({ transport: withSink(unknownIsRefused) }),
    steps: [answersAreLost('shop.done', { times: 1 })],
  },
  'commit goes backwards': {
    rule: 'commits never fall',
    wrap: () => ({ transport: withSource(commitBackwards()) }),
    steps: [settles(), arrives(...more), settles(), memberCrashes()],
  },
  'retry before due': {
    rule: 'retries are due',
    wrap: () => ({ transport: withSource(agedRecords) }),
    steps: [],
  },
};

describe('checkDelivery', () => {
  const runOf = (bug: PlantedBug, wrap: Wrap) => {
    const { state = false, partitions = 1 } = bug;
    const options = { group, handlers: [handler(state)], events: [Task, Note, Done], state, partitions, wrap };
    const whole = { ...options, settleWithinMs: 3_600_000 };
    return testGroup(whole, { checks: false })
      .given(...events)
      .when(...bug.steps);
  };

  it.each(Object.entries(plantedBugs))('finds this bug: %s', async (_, bug) => {
    const sound = await runOf(bug, {});
    expect(checkDelivery(sound.history)).toEqual([]);
    const broken = await runOf(bug, bug.wrap());
    expect(checkDelivery(broken.history).map(({ rule }) => rule)).toContain(bug.rule);
  });
});

type Append = RecordSink['append'];

function withSink(append: (sink: RecordSink) => Append): (transport: Transport) => Transport {
  return (transport) => {
    const sink = transport.sink();
    const broken = sinkWith(sink, { append: append(sink) });
    return transportWith(transport, { sink: () => broken });
  };
}

function withAppend(change: (record: Parameters<Append>[0]) => Parameters<Append>[0]) {
  return withSink((sink) => (record) => sink.append(change(record)));
}

function withSource(change: (source: RecordSource) => Partial<RecordSource>): (transport: Transport) => Transport {
  return (transport) =>
    transportWith(transport, {
      source: (options) => {
        const source = transport.source(options);
        return sourceWith(source, change(source));
      },
    });
}

function withInbox(state: StateStore, change: Partial<StateStore['inbox']>): StateStore {
  return { ...state, inbox: { ...state.inbox, ...change } };
}

function commitOnArrival(source: RecordSource): Partial<RecordSource> {
  return {
    start: (listener) =>
      source.start(
        listenerWith(listener, {
          onBatch: (batch) => {
            void source.commit([{ ...batch, offset: BigInt(batch.nextOffset) }]);
            listener.onBatch(batch);
          },
        }),
      ),
  };
}

function agedRecords(source: RecordSource): Partial<RecordSource> {
  return {
    start: (listener) =>
      source.start(
        listenerWith(listener, {
          onBatch: (batch) =>
            listener.onBatch({
              ...batch,
              records: batch.records.map((record) => ({ ...record, timestampMs: record.timestampMs - 9_000 })),
            }),
        }),
      ),
  };
}

/** Once, and as a new member: a source itself never lowers what it has stored. */
function commitBackwards(): (source: RecordSource) => Partial<RecordSource> {
  let sources = 0;
  return (source) => {
    sources++;
    let isFirst = sources > 1;
    return {
      commit: (positions, options) => {
        const lower = isFirst
          ? positions.map((at) => ({ ...at, offset: at.offset > 0n ? at.offset - 1n : 0n }))
          : positions;
        isFirst = false;
        return source.commit(lower, options);
      },
    };
  };
}

function dropDeadLetters(sink: RecordSink): Append {
  return async (record) => {
    try {
      return await sink.append(record);
    } catch (error) {
      if (record.topic !== dlq) throw error;
      return { topic: dlq, partition: record.partition ?? 0, offset: 0n };
    }
  };
}

function unknownIsRefused(sink: RecordSink): Append {
  return async (record) => {
    try {
      return await sink.append(record);
    } catch (error) {
      throw new SpillwayError('SPW-1110', 'Taken for not written', { cause: error });
    }
  };
}

function resumeOneTooFar(transport: Transport): Transport {
  const admin = transport.admin();
  const committed: typeof admin.committed = async (groupId, topics) => {
    const [positions, ranges] = [await admin.committed(groupId, topics), await admin.ranges(topic)];
    return positions.map((at) =>
      at.topic === topic && at.offset < ranges[at.partition]!.endOffset ? { ...at, offset: at.offset + 1n } : at,
    );
  };
  return { ...transport, admin: () => ({ ...boundAdmin(admin), committed }) };
}

function boundAdmin(admin: ReturnType<Transport['admin']>): typeof admin {
  return {
    ensureTopics: (topics) => admin.ensureTopics(topics),
    topics: () => admin.topics(),
    settings: (name) => admin.settings(name),
    changeSettings: (name, settings) => admin.changeSettings(name, settings),
    accessRules: () => admin.accessRules(),
    allow: (rules) => admin.allow(rules),
    addPartitions: (name, partitions) => admin.addPartitions(name, partitions),
    ranges: (name) => admin.ranges(name),
    committed: (groupId, topics) => admin.committed(groupId, topics),
    topicId: (name) => admin.topicId(name),
    offsetsAt: (name, timeMs) => admin.offsetsAt(name, timeMs),
    overwritten: (groupId, topics) => admin.overwritten(groupId, topics),
    members: (groupId) => admin.members(groupId),
    close: () => admin.close(),
  };
}

/** The keys of these events, by id: an inbox that looked at the key alone. */
const keys: Readonly<Record<string, string>> = { t1: 'a', t2: 'b', t3: 'a', t4: 'a', t5: 'b', t6: 'b' };

function dedupByKey(state: StateStore): StateStore {
  const byKey = (identities: Parameters<StateStore['inbox']['known']>[2]) =>
    identities.map(({ source, id }) => ({ source, id: keys[id] ?? id }));
  return withInbox(state, {
    known: (groupId, name, identities) => state.inbox.known(groupId, name, byKey(identities)),
    admit: (tx, groupId, name, identities) => state.inbox.admit(tx, groupId, name, byKey(identities)),
  });
}
