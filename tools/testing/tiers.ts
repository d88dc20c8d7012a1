interface TierPlan {
  /** Of file names, for jest. */
  readonly pattern: string;
  readonly needsStack: boolean;
  readonly needsBrowser: boolean;
  readonly checks: boolean;
  /** Files at once; 2 unless told. */
  readonly workers?: number;
}

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
  /** Specs named by a proof, whatever their tier; one after the other, each has the machine to itself. */
  proof: { pattern: String.raw`(\.spec|-spec)\.ts$`, needsStack: true, needsBrowser: false, checks: false, workers: 1 },
  all: { pattern: String.raw`(\.spec|-spec)\.ts$`, needsStack: true, needsBrowser: true, checks: true },
} as const satisfies Readonly<Record<string, TierPlan>>;

export type Tier = keyof typeof tiers;

export function isTier(name: string): name is Tier {
  return Object.hasOwn(tiers, name);
}

export function tierOf(name: Tier): TierPlan {
  return tiers[name];
}
