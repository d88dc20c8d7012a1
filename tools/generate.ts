import { resolve } from 'node:path';
import { applyGenerator, findDifferences } from './generators/apply-generator.ts';
import { contractsGenerator } from './generators/contracts/contracts.generator.ts';
import { documentsGenerator } from './generators/documents.generator.ts';

/**
 * `npm run generate` writes every generated file; with `--check` it writes nothing and fails when one is not what it
 * should be.
 */
const generators = [contractsGenerator, documentsGenerator];
const root = resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');

for (const generator of generators) {
  const differences = check ? findDifferences(generator, root) : applyGenerator(generator, root);
  for (const { path, reason } of differences) process.stdout.write(`${generator.name}: ${path} (${reason})\n`);
  if (check && differences.length > 0) {
    process.stdout.write('Generated files are out of date. Fix: npm run generate\n');
    process.exitCode = 1;
  }
}
