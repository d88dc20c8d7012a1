import { deadLetter, retryLater, suspend, type HandlerContext, type Outcome } from '@spillway/streaming';
import type { Clock, Delivery } from '@spillway/streaming';
import { Followed, type Work } from './work-events.js';

export interface CallParts {
  readonly delivery: Delivery<Work>;
  readonly context: HandlerContext;
  readonly clock: Clock;
}

type Answer = Outcome | void;
type Behaviour = (parts: CallParts) => Answer | Promise<Answer>;

const unavailable = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const nothing = async (): Promise<void> => {};

/** What a handler may do when it is called for an event: most of it wrong. */
export const behaviours = {
  completes: () => undefined,
  'completes later': async ({ clock }) => {
    await clock.sleep(700);
  },
  throws: () => {
    throw new Error('it throws');
  },
  'rejects later': async ({ clock }) => {
    await clock.sleep(300);
    throw new Error('it rejects');
  },
  'rejects with undefined': () => Promise.reject(undefined),
  'asks for a later try': () => retryLater('later', { afterMs: 5_000 }),
  'gives up': () => deadLetter('never'),
  suspends: () => suspend('gateway', { forMs: 3_000 }),
  'finds nobody there': () => {
    throw unavailable;
  },
  'answers nonsense': () => ({ type: 'perhaps' }) as never,
  publishes: ({ delivery }) => {
    void delivery.publish(Followed, delivery.event);
    return undefined;
  },
  'publishes and fails': async ({ delivery }) => {
    await delivery.publish(Followed, delivery.event);
    throw new Error('after publishing');
  },
  'publishes and gives up': ({ delivery }) => {
    void delivery.publish(Followed, delivery.event);
    return deadLetter('never');
  },
  'publishes and throws': ({ delivery }) => {
    void delivery.publish(Followed, delivery.event);
    throw new Error('it throws');
  },
  'publishes and rejects later': async ({ delivery, clock }) => {
    void delivery.publish(Followed, delivery.event);
    await clock.sleep(300);
    throw new Error('it rejects');
  },
  'publishes and asks for a later try': ({ delivery }) => {
    void delivery.publish(Followed, delivery.event);
    return retryLater('later');
  },
  'publishes and suspends': ({ delivery }) => {
    void delivery.publish(Followed, delivery.event);
    return suspend('gateway', { forMs: 3_000 });
  },
  'publishes and takes too long': async ({ delivery, clock, context }) => {
    void delivery.publish(Followed, delivery.event);
    await clock.sleep(120_000, context.signal);
  },
  'publishes after its end': ({ delivery, clock }) => {
    void clock.sleep(500).then(() => delivery.publish(Followed, delivery.event).catch(() => undefined));
    return undefined;
  },
  'takes too long': ({ clock, context }) => clock.sleep(120_000, context.signal),
  'ignores its signal': ({ clock }) => clock.sleep(12_000),
} satisfies Record<string, Behaviour>;

/** What only handlers with a state store can do. */
export const unitsOfWork = {
  'writes in its unit of work': ({ context }) => context.unitOfWork(nothing),
  'publishes in its unit of work': ({ context, delivery }) =>
    context.unitOfWork(async () => void (await delivery.publish(Followed, delivery.event))),
  'fails in its unit of work': ({ context }) => context.unitOfWork(() => Promise.reject(new Error('within the unit'))),
  'fails after its unit of work': async ({ context }) => {
    await context.unitOfWork(nothing);
    throw new Error('after the unit');
  },
  'has two units of work': async ({ context }) => {
    await context.unitOfWork(nothing);
    await context.unitOfWork(nothing);
  },
  'publishes after its unit of work': async ({ context, delivery }) => {
    await context.unitOfWork(nothing);
    await delivery.publish(Followed, delivery.event);
  },
  'does not await its unit of work': ({ context }) => {
    context.unitOfWork(nothing).catch(() => undefined);
    return undefined;
  },
  'publishes slowly in a unit of work it does not await': ({ context, clock, delivery }) => {
    void context.unitOfWork(async () => {
      await clock.sleep(500);
      await delivery.publish(Followed, delivery.event);
    });
    return undefined;
  },
  'does not await a unit of work that fails': ({ context, clock }) => {
    const failing = async (): Promise<never> => {
      await clock.sleep(500);
      throw new Error('within the unit');
    };
    context.unitOfWork(failing).catch(() => undefined);
    return undefined;
  },
  'writes slowly in its unit of work': ({ context, clock }) => context.unitOfWork(() => clock.sleep(2_000)),
} satisfies Record<string, Behaviour>;

const all: Readonly<Record<string, Behaviour>> = { ...behaviours, ...unitsOfWork };

/** Never settles: the process has to give itself up. For single runs of their own. */
export const neverSettles = 'never settles';

/** Does what the name says. */
export function behave(name: string, parts: CallParts): Answer | Promise<Answer> {
  if (name === neverSettles) return new Promise(() => {});
  return all[name]!(parts);
}
