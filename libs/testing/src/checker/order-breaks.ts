import { placeName, type DeliveryHistory, type DeliveryProblem, type HandlerCall } from './delivery-history.js';
import { doneAt, type TracedRecord } from './history-index.js';

/**
 * Within a key (or partition): no event is given to a handler before every earlier one has come to its end at least
 * once, and no process calls a handler for two of them at the same time.
 */
export function orderBreaks(traced: readonly TracedRecord[], history: DeliveryHistory): readonly DeliveryProblem[] {
  const scopes = Map.groupBy(traced, scopeOf);
  scopes.delete(undefined);
  const order = [...scopes.values()].flatMap((records) => [...overtaken(records), ...overlapping(records)]);
  // Whatever the order of the group, a dead letter holds its key.
  const keys = Map.groupBy(traced, ({ record: { topic, partition, key } }) =>
    key === null ? undefined : `${topic}/${partition} ${key.toString('latin1')}`,
  );
  keys.delete(undefined);
  return [...order, ...[...keys.values()].flatMap((ofKey) => behindDead(ofKey, history.zombies))];
}

function scopeOf({ record, topic }: TracedRecord): string | undefined {
  const place = `${record.topic}/${record.partition}`;
  if (topic.ordering === 'partition') return place;
  return topic.ordering === 'key' && record.key !== null ? `${place} ${record.key.toString('latin1')}` : undefined;
}

function overtaken(records: readonly TracedRecord[]): readonly DeliveryProblem[] {
  const problems: DeliveryProblem[] = [];
  let last: { readonly name: string; readonly at: number } | undefined;
  for (const traced of inLogOrder(records)) {
    const first = traced.calls.toSorted((one, other) => one.beganAt - other.beganAt)[0];
    if (first !== undefined && last !== undefined && first.beganAt < last.at) {
      const detail = `${first.handler} got ${traced.name} before ${last.name}, an earlier event of its scope, was done`;
      problems.push({ rule: 'order kept', detail });
    }
    const at = doneAt(traced) ?? Number.POSITIVE_INFINITY;
    if (last === undefined || at > last.at) last = { name: traced.name, at };
  }
  return problems;
}

function overlapping(records: readonly TracedRecord[]): readonly DeliveryProblem[] {
  const calls = records.flatMap((traced) => traced.calls).toSorted((one, other) => one.beganAt - other.beganAt);
  const running = new Map<string, HandlerCall>();
  return calls.flatMap((call) => {
    const before = running.get(call.member);
    running.set(call.member, call);
    if (before === undefined || placeName(before.origin) === placeName(call.origin)) return [];
    // A call that was given up or timed out may end late: only one that ended shows what ran side by side.
    if (before.endedAt === undefined || before.endedAt <= call.beganAt || before.outcome !== 'completed') return [];
    const names = `${placeName(before.origin)} and ${placeName(call.origin)}`;
    return [{ rule: 'order kept', detail: `${call.member} handled ${names}, of one scope, at the same time` } as const];
  });
}

/**
 * With `hold`, nothing later of a key whose event is a dead letter is handled before that was sent back and completed. Where
 * there were zombies, one may have given up what another completed, and what it handles itself counts for nothing.
 */
function behindDead(records: readonly TracedRecord[], zombies: readonly string[]): readonly DeliveryProblem[] {
  if (records[0]!.topic.whenDeadLettered !== 'hold') return [];
  return records.flatMap(({ record, name, deadLetters, copies, completedAt }) => {
    const deadTurns = deadLetters.map(({ appendedAt }) => appendedAt);
    // With an inbox the end of an event is that of its records, dead letters too.
    const completed = completedAt.filter((turn) => !deadTurns.includes(turn));
    if (zombies.length > 0 && completed.length > 0) return [];
    const sentBack = copies.filter(({ isSentBack }) => isSentBack).map(({ appendedAt }) => appendedAt);
    const later = records
      .filter((other) => other.record.offset > record.offset)
      .flatMap(({ calls }) => calls)
      .find(
        ({ beganAt, member }) => !zombies.includes(member) && isDeadAt(beganAt, { deadTurns, sentBack, completed }),
      );
    if (later === undefined) return [];
    const detail = `${placeName(later.origin)} was handled although ${name}, earlier in its scope, is a dead letter`;
    return [{ rule: 'held keys wait', detail } as const];
  });
}

interface Turns {
  readonly deadTurns: readonly number[];
  readonly sentBack: readonly number[];
  readonly completed: readonly number[];
}

/** Whether the last that became of an event until then is its dead letter, or that this was sent back. */
function isDeadAt(turn: number, { deadTurns, sentBack, completed }: Turns): boolean {
  const lastDead = Math.max(...deadTurns.filter((at) => at < turn));
  if (lastDead === Number.NEGATIVE_INFINITY) return false;
  const cameBack = sentBack.filter((at) => lastDead < at && at < turn);
  return !completed.some((at) => at < turn && cameBack.some((sentAt) => sentAt < at));
}

function inLogOrder(records: readonly TracedRecord[]): readonly TracedRecord[] {
  return records.toSorted((one, other) => one.record.offset - other.record.offset);
}
