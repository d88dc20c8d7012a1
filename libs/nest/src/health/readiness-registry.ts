import { Injectable } from '@nestjs/common';

export interface Readiness {
  readonly ready: boolean;
  /** Why not, in one sentence without secrets. */
  readonly reason?: string;
}

/** By name of the check; the app is ready when all are. */
export type ReadinessReport = Readonly<Record<string, Readiness>>;

/** What must be well before this app should get traffic. Checks are cheap and synchronous: they report known state. */
@Injectable()
export class ReadinessRegistry {
  private readonly checks = new Map<string, () => Readiness>();
  private phase: 'starting' | 'started' | 'closing' = 'starting';

  /** Adds or replaces the check of this name. */
  add(name: string, check: () => Readiness): void {
    this.checks.set(name, check);
  }

  /** True once the app has started, for good. */
  get started(): boolean {
    return this.phase !== 'starting';
  }

  markStarted(): void {
    if (this.phase === 'starting') this.phase = 'started';
  }

  /** From now on the app is not ready, whatever the checks say. */
  markClosing(): void {
    this.phase = 'closing';
  }

  report(): ReadinessReport {
    const checks: Record<string, Readiness> = { app: this.appReadiness() };
    for (const [name, check] of this.checks) checks[name] = safely(check);
    return checks;
  }

  private appReadiness(): Readiness {
    if (this.phase === 'started') return { ready: true };
    return { ready: false, reason: `the app is ${this.phase}` };
  }
}

function safely(check: () => Readiness): Readiness {
  try {
    return check();
  } catch {
    return { ready: false, reason: 'the check itself failed' };
  }
}
