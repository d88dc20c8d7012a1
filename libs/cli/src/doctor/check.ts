import type { DoctorRound } from './doctor-round.js';

export type CheckState = 'ok' | 'warning' | 'problem' | 'skipped';

/** What a check has to say of one thing. */
export interface CheckResult {
  readonly state: CheckState;
  /** What was looked at and what came back. */
  readonly found: string;
  /** What to do about it: of every warning and problem. */
  readonly fix?: string;
}

/** A row of the table of checks. It never rejects for what it looks at: that is what it tells. */
export interface Check {
  readonly name: string;
  look(round: DoctorRound): Promise<readonly CheckResult[]>;
}

export function ok(found: string): CheckResult {
  return { state: 'ok', found };
}

export function skipped(found: string): CheckResult {
  return { state: 'skipped', found };
}

export function problem(found: string, fix: string): CheckResult {
  return { state: 'problem', found, fix };
}

export function warning(found: string, fix: string): CheckResult {
  return { state: 'warning', found, fix };
}
