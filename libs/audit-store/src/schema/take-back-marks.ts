/** Statements after which all hours of that kind are rolled up once more, and read live until then. */
export function takeBackMarks(basis: 'record' | 'event' | 'delivery'): readonly string[] {
  const tables = ['rollup_marks', 'rollup_hours'];
  return tables.map((table) => `ALTER TABLE ${table} DELETE WHERE basis = '${basis}' SETTINGS mutations_sync = 1`);
}
