/** Up to which time of storing everything was as it was written when all of it was last looked at; the greatest counts. */
export const verificationMarksTable: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS verification_marks (recordedBefore DateTime64(3, 'UTC'))
    ENGINE = ReplacingMergeTree(recordedBefore) ORDER BY tuple()`,
  'CREATE VIEW IF NOT EXISTS audit_verification_marks AS SELECT * FROM verification_marks',
];
