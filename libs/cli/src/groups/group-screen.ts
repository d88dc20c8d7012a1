import { alignColumns } from '../tables/align-columns.js';
import { oneLine } from '../tables/one-line.js';
import { counted } from '../output/counted.js';

/** What the app answers about a group, as far as it is shown. */
export interface GroupView {
  readonly group: string;
  readonly state: string;
  readonly reason: string | null;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly state: string;
    readonly lag: number;
    readonly heldKeys: number;
    readonly reason: string | null;
  }[];
  readonly drained: readonly { readonly tier: string; readonly left: number }[];
  readonly budgets: readonly { readonly handler: string; readonly isSpent: boolean }[];
  readonly breakers: readonly { readonly dependency: string; readonly state: string }[];
}

/** A group for people: its partitions, then what keeps it. Most partitions of retry topics have nothing to tell. */
export function groupScreen(view: GroupView, { all = false }: { readonly all?: boolean } = {}): string {
  const { group, state, reason, partitions, drained, budgets, breakers } = view;
  const shown = all ? partitions : partitions.filter((each) => !isIdle(each));
  const rows = shown.map((each) => [
    each.topic,
    String(each.partition),
    each.state,
    String(each.lag),
    String(each.heldKeys),
    oneLine(each.reason),
  ]);
  const lines = [
    ...drained.map(({ tier, left }) => `${tier}: only read until it is empty, ${left} left here`),
    ...budgets.filter(({ isSpent }) => isSpent).map(({ handler }) => `${handler}: dead-letter budget spent`),
    ...breakers.map(({ dependency, state: breaker }) => `${dependency}: breaker ${breaker}`),
  ];
  const head = `${group} is ${state}${reason === null ? '' : `: ${oneLine(reason, 200)}`}\n`;
  const headings = ['TOPIC', 'PARTITION', 'STATE', 'LAG', 'HELD KEYS', 'REASON'];
  const table = rows.length === 0 ? '' : alignColumns(headings, rows);
  const hidden = partitions.length - shown.length;
  const idle = hidden === 0 ? '' : `${counted(hidden, 'idle partition')} not shown: --all\n`;
  return head + table + lines.map((line) => `${line}\n`).join('') + idle;
}

/** Runs, and has nothing to do. */
function isIdle({ state, lag, heldKeys, reason }: GroupView['partitions'][number]): boolean {
  return state === 'running' && lag === 0 && heldKeys === 0 && reason === null;
}
