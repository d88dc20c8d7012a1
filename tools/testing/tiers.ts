const tiers = {
  /** Needs nothing. */
  unit: {
    pattern: String.raw`(?<!\.int|\.integrity)\.spec\.ts$`,
    needsStack: false,
    needsBrowser: false,
    checks: false,
  },
  /** Needs Kafka and the registry. */
  int: { pattern: String.raw`\.int\.spec\.ts$`, needsStack: true, needsBrowser: false, checks: false },
  /** Proves promises under faults. */
  integrity: { pattern: String.raw`\.integrity\.spec\.ts$`, needsStack: true, needsBrowser: false, checks: false },
  /** Runs whole apps, and pages in a browser. */
  e2e: { pattern: String.raw`\.e2e-spec\.ts$`, needsStack: true, needsBrowser: true, checks: false },
  all: { pattern: String.raw`(\.spec|-spec)\.ts$`, needsStack: true, needsBrowser: true, checks: true },
} as const;

export type Tier = keyof typeof tiers;

export function isTier(name: string): name is Tier {
  return Object.hasOwn(tiers, name);
}

export function tierOf(name: Tier): (typeof tiers)[Tier] {
  return tiers[name];
}
