import { expect, it } from '@jest/globals';
import { sourceFiles } from '../../test/support/source-files.js';
import { proofs } from './proofs.js';

const specs = sourceFiles(/[.-]spec\.ts$/);

it.each(Object.entries(proofs))('the proof of %s names specs that exist, each one', (name, proof) => {
  const found = proof.specs.map((pattern) => specs.filter((file) => file.includes(pattern)));
  expect(found.map(({ length }) => length)).toEqual(proof.specs.map(() => 1));
  const ofItsName = `test/integrity/${name}.integrity.spec.ts`;
  if (specs.includes(ofItsName)) expect(found[0]).toEqual([ofItsName]);
});
