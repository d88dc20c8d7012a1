import type { Report } from '../harness/report.ts';
import type { Goal } from './goal.ts';

export interface JudgedGoal extends Goal {
  /** Undefined when the report does not tell. */
  readonly measured: number | undefined;
  /** The floor. */
  readonly isReached: boolean;
  readonly isAimReached: boolean;
}

/** Medians of a report against what its scenario has to reach. */
export function judgeGoals(report: Report, goals: readonly Goal[]): readonly JudgedGoal[] {
  return goals.map((goal) => {
    const measured = report.ratios[goal.of]?.median ?? figureOf(report, goal.of);
    const reaches = (wanted: number | undefined): boolean =>
      measured !== undefined && wanted !== undefined && (goal.isLimit ? measured <= wanted : measured >= wanted);
    return { ...goal, measured, isReached: reaches(goal.floor), isAimReached: reaches(goal.aim) };
  });
}

function figureOf({ results }: Report, name: string): number | undefined {
  const [peer, figure] = name.split('.');
  return results.find((result) => result.name === peer)?.figures?.[figure!];
}
