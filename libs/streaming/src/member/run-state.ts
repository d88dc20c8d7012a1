export const runStates = [
  'starting',
  'assigning',
  'rebuilding',
  'running',
  'suspended',
  'stopped-at-gap',
  'draining',
  'stopped',
  'failed',
] as const;

/** Where a consumer stands, as readiness and metrics show it. */
export type RunState = (typeof runStates)[number];

/** What happened to a consumer. */
export type RunEvent =
  | Happened<'joining' | 'assigned' | 'rebuilding' | 'rebuilt' | 'work-resumed' | 'stopping' | 'stopped'>
  | { readonly type: 'incidents'; readonly reasons: readonly string[] | undefined }
  /** What keeps it from working though nothing has failed; undefined when nothing does any more. */
  | { readonly type: 'handlers-overdue' | 'standing-still'; readonly reason: string | undefined }
  /** With what still keeps another partition. */
  | { readonly type: 'batch-arrived'; readonly partitionProblem: string | undefined }
  | Failed<'work-suspended' | 'assignment-rejected' | 'source-lost' | 'partition-lost' | 'failed'>;

type Happened<T> = T extends string ? { readonly type: T } : never;
type Failed<T> = T extends string ? { readonly type: T; readonly reason: string } : never;

/** The state without its reasons, and what holds it up: its work, an assignment or the source itself. */
export interface RunStatus {
  readonly phase: 'starting' | 'assigning' | 'running' | 'draining' | 'stopped' | 'failed';
  readonly isRebuilding?: boolean;
  readonly failure?: string;
  readonly workProblem?: string;
  readonly assignmentProblem?: string;
  readonly sourceProblem?: string;
  /** Of a partition that cannot be read while others can. */
  readonly partitionProblem?: string | undefined;
  /** A handler does not heed that its time is over. */
  readonly handlerProblem?: string | undefined;
  /** Nothing is read or done though there are records, for no reason that is known. */
  readonly standstill?: string | undefined;
  /** Partitions that wait for an operator. */
  readonly incidents?: readonly string[] | undefined;
}

export const initialRunStatus: RunStatus = { phase: 'starting' };

const noProblemOfSource = { sourceProblem: undefined, partitionProblem: undefined };
const noProblemOfWork = { workProblem: undefined, standstill: undefined, isRebuilding: false, incidents: undefined };

/** The next status after an event. Once draining only the end follows; stopped and failed are final. */
export function nextRunStatus(status: RunStatus, event: RunEvent): RunStatus {
  if (status.phase === 'stopped') return status;
  if (event.type === 'stopped') return { phase: 'stopped' };
  if (status.phase === 'failed') return status;
  if (event.type === 'failed') return { phase: 'failed', failure: event.reason };
  if (status.phase === 'draining') return status;
  switch (event.type) {
    case 'joining':
      // The work of the assignment before is over with it: who gets its records now tries them anew.
      return { ...status, phase: 'assigning', ...noProblemOfWork, partitionProblem: undefined };
    case 'assigned':
      return { ...status, phase: 'running', ...noProblemOfSource, assignmentProblem: undefined };
    case 'rebuilding':
    case 'rebuilt':
      return { ...status, isRebuilding: event.type === 'rebuilding' };
    case 'incidents':
      return { ...status, incidents: event.reasons };
    case 'handlers-overdue':
      return { ...status, handlerProblem: event.reason };
    case 'standing-still':
      return { ...status, standstill: event.reason };
    case 'assignment-rejected':
      return { ...status, phase: 'assigning', assignmentProblem: event.reason };
    case 'work-suspended':
      return { ...status, workProblem: event.reason };
    case 'work-resumed':
      return { ...status, workProblem: undefined };
    case 'batch-arrived':
      return { ...status, sourceProblem: undefined, partitionProblem: event.partitionProblem };
    case 'source-lost':
      return { ...status, sourceProblem: event.reason };
    case 'partition-lost':
      return { ...status, partitionProblem: event.reason };
    case 'stopping':
      return { ...status, phase: 'draining' };
    default:
      return event satisfies never;
  }
}

/** The state to show, with the reason when it is not the wanted one. */
export function shownRunState(status: RunStatus): { readonly state: RunState; readonly reason?: string } {
  const { incidents } = status;
  const problem = problemOf(status);
  if (status.phase === 'failed') return { state: 'failed', reason: status.failure };
  if (status.phase === 'draining' || status.phase === 'stopped') return { state: status.phase };
  if (problem !== undefined) return { state: 'suspended', reason: [problem, ...(incidents ?? [])].join('; ') };
  if (incidents !== undefined) return { state: 'stopped-at-gap', reason: incidents.join('; ') };
  return { state: status.phase === 'running' && status.isRebuilding === true ? 'rebuilding' : status.phase };
}

function problemOf(status: RunStatus): string | undefined {
  const ofSource = status.sourceProblem ?? status.partitionProblem ?? status.assignmentProblem;
  return ofSource ?? status.handlerProblem ?? status.workProblem ?? status.standstill;
}
