/**
 * Promises that more than one spec proves, with parts of the names of all of them. The first has the name of the proof:
 * it is an integrity spec.
 */
export const proofs: Readonly<Record<string, readonly string[]>> = {
  audit: [
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
};
