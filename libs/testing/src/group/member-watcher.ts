import type { HandlerBinding } from '@spillway/streaming';
import type { FaultInjector } from '../faults/fault-injector.js';
import type { HistoryRecorder } from '../history/history-recorder.js';
import type { CallWatcher } from '../history/recorded-binding.js';
import type { RunJournal } from './run-journal.js';

interface WatchedParts {
  readonly faults: FaultInjector;
  readonly recorder: HistoryRecorder;
  readonly journal: RunJournal;
  readonly isAlive: () => boolean;
}

/** Notes what the handlers of one process do while it lives; makes what they depend on fail as the faults say. */
export function memberWatcher(member: string, { faults, recorder, journal, isAlive }: WatchedParts): CallWatcher {
  return {
    begin: (delivery, binding) => {
      if (!isAlive()) throw new Error('This process was killed');
      return recorder.begin(member, binding.name, delivery);
    },
    check: ({ dependencies = [] }: HandlerBinding) => {
      for (const dependency of dependencies)
        if (faults.take('dependency', dependency) !== undefined) refuse(dependency);
    },
    end: (call, outcome) => {
      if (!isAlive()) return;
      recorder.end(call, outcome);
      const { key, origin, attempt, handler } = call;
      const place = `${origin.topic}/${origin.partition}@${origin.offset}`;
      journal.note(`${member} ${handler} got ${key ?? 'no key'} (${place}), attempt ${attempt}: ${outcome}`);
    },
    effect: (call) => recorder.effect(call),
  };
}

/** As Node says it when nobody listens there. */
function refuse(dependency: string): never {
  throw Object.assign(new Error(`Injected: ${dependency} refuses the connection`), { code: 'ECONNREFUSED' });
}
