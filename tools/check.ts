import { runChecks } from './testing/run-checks.ts';

/** `npm run check`: types, lint and format, the fastest rung of the ladder. */
const failed = await runChecks();
if (failed.length > 0) {
  process.stdout.write(`Failed: ${failed.join(', ')}. Format is mended by: npm run format\n`);
  process.exitCode = 1;
}
