/** One row of the error table. The reference page `docs/reference/errors.md` is generated from it. */
export interface ErrorDefinition {
  /** Class-like name, e.g. `PortInUse`; appears in logs as `error.name`. */
  readonly name: string;
  /** What happened, in a few words; the `title` of the problem document. */
  readonly title: string;
  /** The most likely cause, one sentence. */
  readonly cause: string;
  /** What to do; one command where there is one. */
  readonly fix: string;
  /** Whether the same call may succeed later without a change by anybody. */
  readonly retryable: boolean;
  /** HTTP status of the problem document; 500 when the error never answers a request. */
  readonly status: number;
}

/** Types a table's rows without widening its codes. */
export function defineErrors<const T extends Record<`SPW-${number}`, ErrorDefinition>>(table: T): T {
  return table;
}
