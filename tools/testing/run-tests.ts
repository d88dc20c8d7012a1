import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, rootDir } from '../setup/paths.mjs';
import { runChecks } from './run-checks.ts';
import { runCommand } from './run-command.ts';
import { provideTestBrowser } from './test-browser.ts';
import { testReport, type JestResult } from './test-report.ts';
import { startTestStack } from './test-stack.ts';
import { tierOf, type Tier } from './tiers.ts';

const resultFile = join(cacheDir, 'jest-result.json');

/**
 * Runs one tier, or all of them after types, lint and format; brings up and takes down what they need.
 *
 * @param patterns parts of file names, to run fewer
 * @returns the exit code
 */
export async function runTests(tier: Tier, patterns: readonly string[]): Promise<number> {
  const { pattern, needsStack, needsBrowser, checks, workers = 2 } = tierOf(tier);
  const browser = needsBrowser ? provideTestBrowser() : {};
  const failedChecks = checks ? await runChecks() : [];
  const stack = needsStack ? await startTestStack() : { environment: {}, stop: async () => {} };
  try {
    const result = await runJest({ tierPattern: pattern, patterns, workers }, { ...stack.environment, ...browser });
    const report = testReport(result, failedChecks, rootDir);
    const lines = [
      ...report.skippedLines,
      ...failedChecks.map((name) => `failed: npm run check (${name})`),
      report.lastLine,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return report.failed ? 1 : 0;
  } finally {
    await stack.stop();
  }
}

interface JestRun {
  readonly tierPattern: string;
  readonly patterns: readonly string[];
  readonly workers: number;
}

async function runJest(
  { tierPattern, patterns, workers }: JestRun,
  environment: NodeJS.ProcessEnv,
): Promise<JestResult> {
  mkdirSync(cacheDir, { recursive: true });
  rmSync(resultFile, { force: true });
  const options = ['--testRegex', tierPattern, `--maxWorkers=${workers}`, '--passWithNoTests', '--json'];
  const args = [...patterns, ...options];
  await runCommand('jest', [...args, `--outputFile=${resultFile}`], {
    ...process.env,
    ...environment,
    // Specs start hundreds of processes of the same code.
    NODE_COMPILE_CACHE: join(cacheDir, 'compiled'),
    NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`,
  });
  return JSON.parse(readFileSync(resultFile, 'utf8')) as JestResult;
}
