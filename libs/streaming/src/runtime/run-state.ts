/** Where a consumer stands, as readiness and metrics show it. */
export type RunState = 'starting' | 'assigning' | 'running' | 'suspended' | 'draining' | 'stopped' | 'failed';

/** What happened to a consumer. */
export type RunEvent =
  | Happened<'joining' | 'assigned' | 'round-done' | 'batch-arrived' | 'stopping' | 'stopped'>
  | Failed<'round-rejected' | 'assignment-rejected' | 'source-lost' | 'failed'>;

type Happened<T> = T extends string ? { readonly type: T } : never;
type Failed<T> = T extends string ? { readonly type: T; readonly reason: string } : never;

/** The state without its reasons, and what holds it up: a round, an assignment or the source itself. */
export interface RunStatus {
  readonly phase: 'starting' | 'assigning' | 'running' | 'draining' | 'stopped' | 'failed';
  readonly failure?: string;
  readonly roundProblem?: string;
  readonly assignmentProblem?: string;
  readonly sourceProblem?: string;
}

export const initialRunStatus: RunStatus = { phase: 'starting' };

/** The next status after an event. Once draining only the end follows; stopped and failed are final. */
export function nextRunStatus(status: RunStatus, event: RunEvent): RunStatus {
  if (status.phase === 'stopped') return status;
  if (event.type === 'stopped') return { phase: 'stopped' };
  if (status.phase === 'failed') return status;
  if (event.type === 'failed') return { phase: 'failed', failure: event.reason };
  if (status.phase === 'draining') return status;
  switch (event.type) {
    case 'joining':
      // A round of the assignment before is over with it: who gets its records now tries them anew.
      return { ...status, phase: 'assigning', roundProblem: undefined };
    case 'assigned':
      return { ...status, phase: 'running', assignmentProblem: undefined, sourceProblem: undefined };
    case 'assignment-rejected':
      return { ...status, phase: 'assigning', assignmentProblem: event.reason };
    case 'round-rejected':
      return { ...status, roundProblem: event.reason };
    case 'round-done':
      return { ...status, roundProblem: undefined };
    case 'batch-arrived':
      return { ...status, sourceProblem: undefined };
    case 'source-lost':
      return { ...status, sourceProblem: event.reason };
    case 'stopping':
      return { ...status, phase: 'draining' };
    default:
      return event satisfies never;
  }
}

/** The state to show, with the reason when it is not the wanted one. */
export function shownRunState(status: RunStatus): { readonly state: RunState; readonly reason?: string } {
  const problem = status.sourceProblem ?? status.assignmentProblem ?? status.roundProblem;
  if (status.phase === 'failed') return { state: 'failed', reason: status.failure };
  if (status.phase === 'draining' || status.phase === 'stopped') return { state: status.phase };
  return problem === undefined ? { state: status.phase } : { state: 'suspended', reason: problem };
}
