import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from './setup/paths.mjs';
import { proofs } from './testing/proofs.ts';
import { runTests } from './testing/run-tests.ts';

/**
 * `npm run prove -- <name>|all`: integrity specs alone, by the name of their promise, those with a short and a long form in
 * the long one; where other specs belong to a promise, all of them under one verdict. `npm test` runs them too, in the
 * short one.
 */
const suffix = '.integrity.spec.ts';
const promises = readdirSync(join(rootDir, 'test', 'integrity'))
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length));
const [name = ''] = process.argv.slice(2);

process.env['SPILLWAY_PROVE'] = 'long';
const proof = Object.hasOwn(proofs, name) ? proofs[name] : undefined;
if (proof?.needs !== undefined && !process.env[proof.needs]) {
  process.stderr.write(
    `Without ${proof.needs} part of ${name} is not proven: see CONTRIBUTING.md for what it names.\n`,
  );
  process.exitCode = 2;
} else if (proof !== undefined) {
  if (proof.runs !== undefined) process.env['SPILLWAY_TEST_RUNS'] ??= String(proof.runs);
  process.exitCode = await runTests(proof.tier ?? 'proof', proof.specs);
} else if (name === 'all' || promises.includes(name)) {
  process.exitCode = await runTests('integrity', name === 'all' ? [] : [`${name}${suffix}`]);
} else {
  const list = [...new Set([...promises, ...Object.keys(proofs)])].map((promise) => `  ${promise}\n`).join('');
  process.stderr.write(`Name the promise to prove, or all:\n${list}For example: npm run prove -- ${promises[0]}\n`);
  process.exitCode = 2;
}
