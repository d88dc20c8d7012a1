/** What a failed insert says: `data` that these rows will never go in, `wait` that the same rows will go in later. */
export type InsertVerdict = 'data' | 'wait';

/**
 * What ClickHouse means by its codes when it refuses an insert. Here a row is at fault only where the code can come of
 * nothing but its values; a code that is not in the table waits as well, which loses nothing.
 */
export const insertFailures: Readonly<Record<string, readonly [name: string, verdict: InsertVerdict]>> = {
  '6': ['CANNOT_PARSE_TEXT', 'data'],
  '27': ['CANNOT_PARSE_INPUT_ASSERTION_FAILED', 'data'],
  '53': ['TYPE_MISMATCH', 'data'],
  '69': ['ARGUMENT_OUT_OF_BOUND', 'data'],
  '70': ['CANNOT_CONVERT_TYPE', 'data'],
  '117': ['INCORRECT_DATA', 'data'],
  '128': ['TOO_LARGE_ARRAY_SIZE', 'data'],
  '131': ['TOO_LARGE_STRING_SIZE', 'data'],
  '153': ['ILLEGAL_DIVISION', 'data'],
  '321': ['VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE', 'data'],
  '349': ['CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN', 'data'],
  '395': ['FUNCTION_THROW_IF_VALUE_IS_NON_ZERO', 'data'],
  '407': ['DECIMAL_OVERFLOW', 'data'],
  '469': ['VIOLATED_CONSTRAINT', 'data'],
  '691': ['UNKNOWN_ELEMENT_OF_ENUM', 'data'],
  // A body that was cut on its way looks like this: whole rows, then half a one.
  '3': ['UNEXPECTED_END_OF_FILE', 'wait'],
  '32': ['ATTEMPT_TO_READ_AFTER_EOF', 'wait'],
  '33': ['CANNOT_READ_ALL_DATA', 'wait'],
  // The table is not as it should be: an operator's work, whatever the rows are.
  '16': ['NO_SUCH_COLUMN_IN_TABLE', 'wait'],
  '60': ['UNKNOWN_TABLE', 'wait'],
  '81': ['UNKNOWN_DATABASE', 'wait'],
  '164': ['READONLY', 'wait'],
  '242': ['TABLE_IS_READ_ONLY', 'wait'],
  '497': ['ACCESS_DENIED', 'wait'],
  '516': ['AUTHENTICATION_FAILED', 'wait'],
  // Disk and memory.
  '74': ['CANNOT_READ_FROM_FILE_DESCRIPTOR', 'wait'],
  '75': ['CANNOT_WRITE_TO_FILE_DESCRIPTOR', 'wait'],
  '76': ['CANNOT_OPEN_FILE', 'wait'],
  '173': ['CANNOT_ALLOCATE_MEMORY', 'wait'],
  '241': ['MEMORY_LIMIT_EXCEEDED', 'wait'],
  '243': ['NOT_ENOUGH_SPACE', 'wait'],
  // Merges are behind. An insert over too many table partitions has the same code; none is ever built.
  '252': ['TOO_MANY_PARTS', 'wait'],
  // Too much at once, too slow, or not there.
  '159': ['TIMEOUT_EXCEEDED', 'wait'],
  '201': ['QUOTA_EXCEEDED', 'wait'],
  '202': ['TOO_MANY_SIMULTANEOUS_QUERIES', 'wait'],
  '209': ['SOCKET_TIMEOUT', 'wait'],
  '210': ['NETWORK_ERROR', 'wait'],
  '236': ['ABORTED', 'wait'],
  '279': ['ALL_CONNECTION_TRIES_FAILED', 'wait'],
  '319': ['UNKNOWN_STATUS_OF_INSERT', 'wait'],
  '394': ['QUERY_WAS_CANCELLED', 'wait'],
  '439': ['CANNOT_SCHEDULE_TASK', 'wait'],
  '999': ['KEEPER_EXCEPTION', 'wait'],
};

/** Total: the verdict on whatever an insert threw. */
export function insertVerdict(error: unknown): InsertVerdict {
  const code = String((error as { readonly code?: unknown } | null | undefined)?.code);
  return Object.hasOwn(insertFailures, code) ? insertFailures[code]![1] : 'wait';
}
