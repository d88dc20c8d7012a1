import { expect, it } from '@jest/globals';
import { sourceFiles } from '../../test/support/source-files.js';
import { expectedSeconds, knownSeconds } from './expected-seconds.js';

const specs = sourceFiles(/[.-]spec\.ts$/);

it.each(Object.keys(knownSeconds))('knows %s, which there is once', (end) => {
  expect(specs.filter((path) => path.endsWith(`/${end}.ts`))).toHaveLength(1);
});

it('takes others for one of their tier', () => {
  expect(expectedSeconds('/spillway/test/integrity/new.integrity.spec.ts')).toBe(15);
  expect(expectedSeconds('/spillway/libs/kafka/src/new.int.spec.ts')).toBe(15);
  expect(expectedSeconds('/spillway/test/e2e/new.e2e-spec.ts')).toBe(15);
  expect(expectedSeconds('/spillway/libs/kafka/src/new.spec.ts')).toBe(2);
});
