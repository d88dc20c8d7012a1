import { join, resolve } from 'node:path';
import { applyGenerator, contractsGenerator, findDifferences, readContracts, readFolder } from '@spillway/contracts';
import { documentsGenerator } from './generators/documents.generator.ts';
import { manifestsGenerator } from './generators/manifests.generator.ts';

/**
 * `npm run generate` writes every generated file; with `--check` it writes nothing and fails when one is not what it
 * should be.
 */
const root = resolve(import.meta.dirname, '..');
const contracts = contractsGenerator(readContracts(readFolder(join(root, 'schemas'), root)), {
  folder: 'libs/events/src/generated',
  schemaTypeModule: '../definitions/event-definition.js',
});
const generators = [contracts, documentsGenerator, manifestsGenerator];
const check = process.argv.includes('--check');

for (const generator of generators) {
  const differences = check ? findDifferences(generator, root) : applyGenerator(generator, root);
  for (const { path, reason } of differences) process.stdout.write(`${generator.name}: ${path} (${reason})\n`);
  if (check && differences.length > 0) {
    process.stdout.write('Generated files are out of date. Fix: npm run generate\n');
    process.exitCode = 1;
  }
}
