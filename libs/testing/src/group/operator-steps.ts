import { isSpillwayError } from '@spillway/events';
import { DeadLetters } from '@spillway/streaming';
import type { GroupMemberProcess } from './group-member-process.js';
import type { GroupWorld } from './group-world.js';
import type { Step } from './steps.js';

/** What an operator asks takes its time; whatever comes next happens meanwhile. */
const momentMs = 50;
const maxLetters = 1_000;

/** An operator releases a key that dead letters hold: asks each process, of which one has its partition. */
export function keyIsReleased(topic: string, key: string): Step {
  return async (world) => {
    await world.start();
    for (const member of world.members) void released(world, member, { topic, key });
    await world.advance(momentMs);
  };
}

/** An operator sends dead letters back, all of them or those that are wanted by their number, the newest being 0. */
export function lettersAreSentBack(isWanted: (number: number) => boolean = () => true): Step {
  return async (world) => {
    await world.start();
    const letters = new DeadLetters(world.options.group, world.recorder.below(world.transport, 'operator'));
    const page = await letters.list({ limit: maxLetters });
    const ids = page.letters.map(({ id }) => id).filter((_, number) => isWanted(number));
    const told = await orRefusal(letters.sendBack(ids).then(({ letters: sent }) => sent.map(({ outcome }) => outcome)));
    world.journal.note(`an operator sends back ${ids.join(', ') || 'nothing'}: ${String(told)}`);
    await world.advance(momentMs);
  };
}

/** An operator pauses all processes that live: what runs may finish, nothing more is begun. */
export function groupIsPaused(): Step {
  return async (world) => {
    await world.start();
    world.pause(true);
    await world.advance(momentMs);
  };
}

/** They go on; after the last step they do so by themselves. */
export function groupIsResumed(): Step {
  return async (world) => {
    world.pause(false);
    await world.advance(momentMs);
  };
}

/** An operator says that a handler is well again, which its dead-letter budget keeps from more. */
export function handlerIsReleased(handler: string): Step {
  return async (world) => {
    await world.start();
    for (const { consumer } of world.members) await orRefusal((async () => consumer.releaseHandler(handler))());
    await world.advance(momentMs);
  };
}

async function released(
  { journal }: GroupWorld,
  { name, consumer }: GroupMemberProcess,
  { topic, key }: { readonly topic: string; readonly key: string },
): Promise<void> {
  const told = await orRefusal(consumer.releaseKey(topic, Buffer.from(key)));
  journal.note(
    `${name} is asked to release ${key} of ${topic}: ${typeof told === 'number' ? `${told} letters` : told}`,
  );
}

/** What was answered, or the code of what was refused. */
async function orRefusal<T>(asked: Promise<T>): Promise<T | string> {
  try {
    return await asked;
  } catch (error) {
    if (isSpillwayError(error)) return error.code;
    throw error;
  }
}
