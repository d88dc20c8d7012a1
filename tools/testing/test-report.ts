/** What of Jest's `--json` output counts here. */
export interface JestResult {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /** Files that failed outside a test, e.g. at an import. */
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

export interface TestReport {
  /** Skipped tests by file: how many, and the block's title, which says why. */
  readonly skippedLines: readonly string[];
  /** The plain last line. */
  readonly lastLine: string;
  readonly failed: boolean;
}

/** Counts tests; a check or a file that failed outside a test counts as one failed test. */
export function testReport(result: JestResult, failedChecks: readonly string[], rootDir: string): TestReport {
  const failures = result.numFailedTests + result.numRuntimeErrorTestSuites + failedChecks.length;
  const skipped = result.numPendingTests + result.numTodoTests;
  return {
    skippedLines: result.testResults.flatMap((file) => skippedIn(file, rootDir)),
    lastLine: `tests: ${result.numPassedTests} passed, ${failures} failed, ${skipped} skipped`,
    failed: failures > 0 || !result.success,
  };
}

function skippedIn(file: JestResult['testResults'][number], rootDir: string): readonly string[] {
  return file.assertionResults
    .filter(({ status }) => status === 'pending' || status === 'todo' || status === 'disabled')
    .map(({ fullName }) => `skipped: ${file.name.replace(`${rootDir}/`, '')}: ${fullName}`);
}
