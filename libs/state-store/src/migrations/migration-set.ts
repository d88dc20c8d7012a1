import type { Migration } from 'kysely/migration';

/**
 * The tables of one owner (a lib or an app). Each owner has its own list and its own bookkeeping table
 * (`spillway_migrations_<owner>`), so that one may add a step without renumbering the others', and two apps may share
 * a database.
 */
export interface MigrationSet {
  /** Letters, digits and underscores. */
  readonly owner: string;
  /** By name; names sort in the order of their numbers (`0001-inventory`). A step that was released never changes. */
  readonly steps: Readonly<Record<string, Migration>>;
}
