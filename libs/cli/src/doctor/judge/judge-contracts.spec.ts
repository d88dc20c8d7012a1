import { expect, it } from '@jest/globals';
import { judgeContracts } from './judge-contracts.js';

it.each([
  [1, '1 contract is in the registry as it is here'],
  [2, '2 contracts are in the registry as they are here'],
])('counts %i that the registry has', (count, found) => {
  const subjects = Array.from({ length: count }, () => ({ subject: 'a', isRegistered: true, setsMode: false }));
  expect(judgeContracts(subjects)).toEqual([expect.objectContaining({ state: 'ok', found })]);
});

it('does not count what could not be read as being there', () => {
  const broken = { source: 'schemas/A.avsc', line: 1, column: 2, detail: 'is no JSON' };
  const found = (count: number) =>
    judgeContracts(Array(count).fill({ subject: 'a', isRegistered: true, setsMode: false }), [broken]);
  expect(found(0).map(({ state }) => state)).toEqual(['problem']);
  expect(found(1).map(({ state }) => state)).toEqual(['problem', 'ok']);
});
