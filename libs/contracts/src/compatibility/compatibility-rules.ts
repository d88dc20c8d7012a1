/** One rule of compatibility. `docs/reference/contract-rules.md` is made of this table. */
export interface CompatibilityRule {
  /** What was changed, in a few words. */
  readonly title: string;
  /** Why that breaks somebody, in one sentence. */
  readonly reason: string;
  /** What to do instead. */
  readonly fix: string;
  /**
   * True where Avro itself would go on reading, but not the same values, or where Spillway's codec refuses: we are
   * stricter here than Avro's schema resolution.
   */
  readonly isStricterThanAvro: boolean;
}

const stricter = { isStricterThanAvro: true };
const avro = { isStricterThanAvro: false };

/** Every rule by its name. */
export const compatibilityRules = {
  FIELD_ADDED_WITHOUT_DEFAULT: {
    title: 'A field was added without a default',
    reason: 'Records written before do not have it, and there is nothing to read in its place.',
    fix: 'Give the field a default.',
    ...avro,
  },
  FIELD_REMOVED_WITHOUT_DEFAULT: {
    title: 'A field that has no default was removed',
    reason: 'Readers on the older schema need it, and have nothing to read in its place.',
    fix: 'Keep the field; or first give it a default, let every reader take that version, then remove it.',
    ...avro,
  },
  FIELD_ALIAS_AMBIGUOUS: {
    title: 'A field goes by two names that are both written',
    reason: 'Its name and an alias, or two aliases, are different fields of the writer, and a reader cannot choose.',
    fix: 'Take away the alias that names another field.',
    ...avro,
  },
  TYPE_NARROWED: {
    title: 'A number was narrowed',
    reason: 'Values written before may not fit into the narrower type, so Avro does not read them.',
    fix: 'Keep the wider type; or add a new field with a default.',
    ...avro,
  },
  TYPE_WIDENED: {
    title: 'A number was widened',
    reason: 'Readers on the older schema do not read the wider type.',
    fix: 'Keep the type until every reader has the wider one; or add a new field with a default.',
    ...avro,
  },
  TYPE_CHANGED: {
    title: 'A type was changed to another',
    reason: 'Neither is read as the other.',
    fix: 'Keep the type, and add a new field with a default for the other.',
    ...avro,
  },
  NAME_CHANGED: {
    title: 'A named type was renamed',
    reason: 'A record, an enum or a fixed is only read under the name it was written with.',
    fix: 'Where the reader is newer, list the old name in its `aliases`; otherwise keep the name.',
    ...avro,
  },
  ENUM_SYMBOL_REMOVED: {
    title: 'An enum lost symbols',
    reason: 'Records written before may have them, and the enum has no default to read in their place.',
    fix: 'Put the symbols back, or give the enum a default.',
    ...avro,
  },
  ENUM_SYMBOL_ADDED: {
    title: 'An enum got symbols',
    reason: 'Readers on the older schema do not know them, and their enum has no default to read in their place.',
    fix: 'Give the enum a default first, let every reader take that version, then add symbols.',
    ...avro,
  },
  UNION_BRANCH_REMOVED: {
    title: 'A union lost a branch',
    reason: 'Records written before may have a value of it, and nothing that is left reads it.',
    fix: 'Put the branch back.',
    ...avro,
  },
  UNION_BRANCH_ADDED: {
    title: 'A union got a branch',
    reason: 'Readers on the older schema have nothing that reads a value of it.',
    fix: 'Let every reader take the wider union before anything is written with it; or add a new field with a default.',
    ...avro,
  },
  FIXED_SIZE_CHANGED: {
    title: 'A fixed has another size',
    reason: 'Bytes of one length are not read as bytes of another.',
    fix: 'Keep the size; define a new fixed, and a new field with a default, for the other.',
    ...avro,
  },
  FIELD_ALIAS_SHARED: {
    title: 'Two fields go by the same name of the writer',
    reason: 'Not every decoder gives one written field to two of the reader; Apache Avro’s own refuses.',
    fix: 'List the old name in the aliases of one field only, and give the other a default.',
    ...stricter,
  },
  DECIMAL_SCALE_CHANGED: {
    title: 'A decimal has another scale',
    reason: 'The bytes hold no point: the same ones would be read as another amount.',
    fix: 'Keep the scale; add a new field with a default for the other.',
    ...stricter,
  },
  DECIMAL_PRECISION_NARROWED: {
    title: 'A decimal allows fewer digits than are written',
    reason: 'Amounts with more digits are written and cannot be read.',
    fix: 'Keep the larger precision.',
    ...stricter,
  },
  LONG_RANGE_NARROWED: {
    title: 'A long allows fewer values than are written',
    reason:
      'Whole numbers, or times, beyond 2^53 are written and cannot be read as a number, so our codec refuses them or rounds them.',
    fix: 'Keep `"spillway.long": "bigint"`, or the logical type; add a new field with a default for the other.',
    ...stricter,
  },
  BYTES_READ_AS_TEXT: {
    title: 'Bytes are read as text',
    reason: 'Bytes need not be UTF-8; what is not cannot be read as text.',
    fix: 'Keep the type; add a new field with a default for the other.',
    ...stricter,
  },
  LOGICAL_TYPE_CHANGED: {
    title: 'A logical type was put on, or changed to another',
    reason: 'The value underneath is read as it is, and means something else or need not be one of that type.',
    fix: 'Keep the logical type; add a new field with a default for the other.',
    ...stricter,
  },
  NAMESPACE_CHANGED: {
    title: 'A named type moved to another namespace',
    reason: 'Avro compares names without namespaces; codecs that compare full names, ours among them, do not read it.',
    fix: 'Where the reader is newer, list the old full name in its `aliases`; otherwise keep the namespace.',
    ...stricter,
  },
} as const satisfies Record<string, CompatibilityRule>;

export type RuleName = keyof typeof compatibilityRules;
