import {
  behind,
  defineGroup,
  type Clock,
  type GroupTopicOptions,
  type HandlerBinding,
  type Outcome,
} from '@spillway/streaming';
import {
  answersAreLost,
  arrives,
  brokerRefuses,
  commitsFail,
  event,
  fails,
  groupIsPaused,
  groupIsResumed,
  handlerIsReleased,
  keyIsReleased,
  lettersAreSentBack,
  logIsTrimmed,
  memberBecomesZombie,
  memberCrashes,
  memberJoins,
  memberLeaves,
  offsetsAreSkipped,
  on,
  onBatch,
  rawRecord,
  registryIsAway,
  stateFails,
  timePasses,
  topicIsRecreated,
  zombiesWake,
  type ArrivingEvent,
  type Step,
  type TestGroupOptions,
} from '@spillway/testing';
import { behave, behaviours, neverSettles, unitsOfWork } from './behaviours.js';
import { Random } from '../random.js';
import { Asked, Followed, Skipped, workTopic } from './work-events.js';

export interface RandomRun {
  readonly options: TestGroupOptions;
  readonly given: readonly ArrivingEvent[];
  readonly steps: readonly Step[];
}

export interface RunShape {
  readonly seed: number;
  readonly ordering: 'none' | 'key' | 'partition';
  readonly policy: 'free' | 'hold';
  readonly tiers: number;
  readonly hasState: boolean;
  readonly kind: 'single' | 'batch';
  readonly partitions: number;
  readonly events: number;
  readonly steps: number;
}

const handlerTimeoutMs = 10_000;
/** What is asked of a handler for ever keeps its event from its end. */
const endless: readonly string[] = [
  'suspends',
  'publishes and suspends',
  'finds nobody there',
  'ignores its signal',
  neverSettles,
];

/** A group, events and what happens to it, all from one seed. */
export function randomRun(shape: RunShape): RandomRun {
  const random = new Random(shape.seed);
  const { ordering, policy, tiers, partitions } = shape;
  const topic: GroupTopicOptions = {
    ordering,
    ignore: [Skipped],
    whenDeadLettered: ordering === 'none' ? 'free' : policy,
    concurrency: random.pick([1, 3, 64]),
    ...(tiers === 0 ? {} : { retry: { delaysMs: [1_000, 10_000, 60_000].slice(0, tiers) } }),
  };
  const group = defineGroup('model', { startFrom: 'beginning', topics: { [workTopic]: topic } });
  const options: TestGroupOptions = {
    group,
    handlers: ({ clock }) => [handlerOf(shape, { random: new Random(shape.seed), clock })],
    events: [Asked, Skipped, Followed],
    partitions,
    members: 1 + random.below(2),
    state: shape.hasState,
    handlerTimeoutMs,
    settleGraceMs: 5_000,
    limits: { maxRoundRecords: random.pick([1, 3, 500]) },
    settleWithinMs: 3_600_000,
  };
  const events = Array.from({ length: shape.events }, (_, index) => randomEvent(index, shape, random));
  const split = random.below(events.length);
  const later = events.slice(split);
  const steps = Array.from({ length: shape.steps }, () => randomStep(later, shape, random));
  steps.push(arrives(...later.splice(0)));
  return { options, given: events.slice(0, split), steps };
}

function handlerOf(
  { kind, ordering }: RunShape,
  { random, clock }: { readonly random: Random; readonly clock: Clock },
): HandlerBinding {
  const attempts = new Map<string, number>();
  /** By calls in the run, not by attempts: those of a crashed process are forgotten by the engine. */
  const next = (id: string, script: readonly string[]): string => {
    const call = attempts.get(id) ?? 0;
    attempts.set(id, call + 1);
    return script[call] ?? script.at(-1)!;
  };
  const dependencies = random.isTrue(0.5) ? ['gateway'] : [];
  const heedsOrder = ordering === 'partition' && random.isTrue(0.5);
  if (kind === 'single') {
    return on(Asked, ({ id, script }, delivery, context) => behave(next(id, script), { delivery, context, clock }), {
      name: 'work',
      dependencies,
    });
  }
  return onBatch(
    Asked,
    async (deliveries, { signal }) => {
      const answers: Outcome[] = [];
      for (const delivery of deliveries) {
        // A batch handler may heed the order, or go on behind what it could not do.
        if (heedsOrder && answers.some(({ type }) => type !== 'completed')) {
          answers.push(behind());
          continue;
        }
        const { id, script } = delivery.event;
        const context = { signal, unitOfWork: <T>() => Promise.reject<T>(new Error('batches have a transaction')) };
        const answer = await behave(next(id, script), { delivery, context, clock });
        answers.push(answer ?? { type: 'completed' as const });
      }
      return answers;
    },
    { name: 'work', dependencies },
  );
}

function randomEvent(index: number, shape: RunShape, random: Random): ArrivingEvent {
  const id = `e${index}`;
  const key = `k${random.below(3)}`;
  const partition = random.below(shape.partitions);
  if (random.isTrue(0.05)) return rawRecord(workTopic, { key, value: random.pick([null, 'no event']), partition });
  const names = Object.keys({ ...behaviours, ...(shape.hasState && shape.kind === 'single' ? unitsOfWork : {}) });
  const length = 1 + random.below(4);
  const isWell = random.isTrue(0.4);
  const script = Array.from({ length }, () => (isWell ? 'completes' : random.pick(names)));
  if (random.isTrue(0.02)) script[0] = neverSettles;
  // Most get well in the end.
  if (random.isTrue(0.8) || endless.includes(script.at(-1)!)) {
    script.push(
      shape.hasState && shape.kind === 'single' && random.isTrue(0.5) ? 'writes in its unit of work' : 'completes',
    );
  }
  const options = { id: random.isTrue(0.2) ? null : id, partition, key: random.isTrue(0.1) ? null : key };
  return event(random.isTrue(0.05) ? Skipped : Asked, { id, key, script }, options);
}

function randomStep(later: ArrivingEvent[], { hasState, tiers, partitions }: RunShape, random: Random): Step {
  const retryTopic = `${workTopic}.model.retry.${random.pick(['1s', '10s', '1m'].slice(0, Math.max(1, tiers)))}`;
  const topic = random.pick([retryTopic, `${workTopic}.model.dlq`, `${workTopic}.model.holds`, 'model.followed']);
  const span = random.pick([{ times: 1 }, { skip: 1, times: 2 }, { forMs: 8_000 }, { forMs: 70_000 }]);
  const arrival = (): Step => {
    const some = later.splice(0, 1 + random.below(3));
    const repeats = random.isTrue(0.2) ? some.slice(0, 1) : [];
    return some.length === 0 ? timePasses(400) : arrives(...some, ...repeats);
  };
  const steps: readonly (() => Step)[] = [
    arrival,
    arrival,
    arrival,
    () => timePasses(random.pick([1, 60, 400, 1_100])),
    () => timePasses(random.pick([3_000, 12_000, 65_000])),
    () => ifMembers(random, memberCrashes),
    () => ifMembers(random, memberBecomesZombie),
    () => memberJoins(),
    () => ifMembers(random, memberLeaves),
    () => zombiesWake(),
    () => brokerRefuses(topic, span),
    () => answersAreLost(topic, span),
    () => fails({ at: 'append', name: topic, does: 'lose', ...span }),
    () => commitsFail(span),
    () => offsetsAreSkipped({ topic: workTopic, partition: random.below(partitions) }, 1 + random.below(3)),
    () => logIsTrimmed(workTopic),
    () => topicIsRecreated(workTopic),
    () => registryIsAway(span),
    () => fails({ at: 'commit', does: 'lose-answer', ...span }),
    () => (hasState ? stateFails(span, random.pick(['refuse', 'roll-back', 'lose-answer'])) : timePasses(100)),
    () => (hasState ? fails({ at: 'query', does: 'refuse', ...span }) : timePasses(100)),
    ...operatorSteps(random),
  ];
  return random.pick(steps)();
}

function operatorSteps(random: Random): readonly (() => Step)[] {
  const letter = random.below(4);
  return [
    () => keyIsReleased(workTopic, `k${random.below(3)}`),
    () => keyIsReleased(workTopic, `k${random.below(3)}`),
    () => lettersAreSentBack(),
    () => lettersAreSentBack((number) => number === letter),
    () => groupIsPaused(),
    () => groupIsResumed(),
    () => handlerIsReleased('work'),
  ];
}

/** Of those that live when its time comes; with none, one joins. */
function ifMembers(random: Random, create: (index: number) => Step): Step {
  const turn = random.below(100);
  return async (world) => {
    await world.ensureMember();
    await create(turn % world.members.length)(world);
  };
}
