export interface Proof {
  /** Parts of the names of its specs. An integrity spec of the name of the proof comes first. */
  readonly specs: readonly string[];
  /** What they need; the stack unless told. */
  readonly tier?: 'unit';
  /** How often each property and model of theirs is tried, where `SPILLWAY_TEST_RUNS` says nothing else. */
  readonly runs?: number;
  /** The variable without which part of it would not run. */
  readonly needs?: string;
}

/** Promises that more than one spec proves, or one that is no integrity spec. */
export const proofs: Readonly<Record<string, Proof>> = {
  audit: {
    needs: 'SPILLWAY_RETAIL_FILES',
    specs: [
      'test/integrity/audit.integrity',
      'audit-stores-every-record-once.integrity',
      'killed-clickhouse-loses-nothing.integrity',
      'tampered-rows-are-found.integrity',
      'rollups-are-exact.spec',
      'sales-match-the-input.spec',
      'statement-text.spec',
      'query-fuzz.spec',
      'import-month.e2e-spec',
    ],
  },
  codecs: { tier: 'unit', specs: ['mutated-payloads.spec'] },
  models: { tier: 'unit', runs: 100_000, specs: ['retry-router.model.spec', 'test-group.model.spec'] },
};
