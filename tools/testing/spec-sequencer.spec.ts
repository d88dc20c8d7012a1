import { expect, it } from '@jest/globals';
import SpecSequencer from './spec-sequencer.js';

it('puts the longest first, and unit specs beside those that wait', () => {
  const paths = [
    'a.spec',
    'b.spec',
    'libs/kafka/src/c.int.spec',
    'test/e2e/start-on-stack.e2e-spec',
    'd.spec',
    'import-run.spec',
  ];
  const specs = paths.map((path) => ({ path: `/spillway/${path}.ts` }));
  const order = new SpecSequencer().sort(specs).map(({ path }) => path.slice('/spillway/'.length, -'.ts'.length));
  expect(order).toEqual([
    'test/e2e/start-on-stack.e2e-spec',
    'import-run.spec',
    'a.spec',
    'b.spec',
    'libs/kafka/src/c.int.spec',
    'd.spec',
  ]);
});
