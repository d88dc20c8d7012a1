import { runTests } from './testing/run-tests.ts';
import { isTier } from './testing/tiers.ts';

/** `npm test` runs everything; `npm run test:unit|int|integrity|e2e` one tier. */
const [tier = 'all', ...patterns] = process.argv.slice(2);
if (isTier(tier)) {
  process.exitCode = await runTests(tier, patterns);
} else {
  process.stderr.write(
    `There is no test tier "${tier}". Run: npm test, or npm run test:unit, test:int, test:integrity, test:e2e\n`,
  );
  process.exitCode = 2;
}
