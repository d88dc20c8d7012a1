import { describe, expect, it } from '@jest/globals';
import { Random } from '../../../../test/support/random.js';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { randomContract } from '../../../../test/support/random-contracts/random-contract.js';
import { checkContracts } from './check-contracts.js';
import { readContracts } from './read-contracts.js';

const junk = [
  null,
  7,
  -1.5,
  '',
  'T1',
  '1st',
  'a..b',
  '\u0000',
  [],
  {},
  ['null', ['null']],
  { type: 'record' },
  { type: {} },
];

/** The document with one of its parts replaced by something else, or taken away. */
function damaged(random: Random, part: unknown): unknown {
  if (typeof part !== 'object' || part === null || random.isTrue(0.1)) return random.pick(junk);
  const keys = Object.keys(part);
  if (keys.length === 0) return random.pick(junk);
  const key = random.pick(keys);
  if (Array.isArray(part)) return part.with(Number(key), damaged(random, part[Number(key)]));
  const { [key]: inner, ...rest } = part as Record<string, unknown>;
  return random.isTrue(0.2) ? rest : { ...rest, [key]: damaged(random, inner) };
}

const fileOf = (name: string, text: string) => {
  const path = `random/things/made/${name}.avsc`;
  return { path, shownAs: path, text };
};

describe('files that are no contracts', () => {
  const { options, timeoutMs } = propertyRuns('hostile-files', 2_000);

  it(
    'are problems with a place, whatever is in them, and never more than that',
    () => {
      const random = new Random(options.seed);
      let count = 0;
      let refused = 0;
      for (let run = 0; run < options.numRuns; run++) {
        const contract = randomContract(random, () => `T${++count}`) as { readonly name: string };
        const sound = fileOf(contract.name, JSON.stringify(contract, null, 2));
        let broken: unknown = contract;
        for (let times = 0; times <= random.below(3); times++) broken = damaged(random, broken);
        const text = JSON.stringify(broken, null, 2);
        const file = { ...sound, text: random.isTrue(0.1) ? text.slice(0, random.below(text.length)) : text };
        const set = readContracts([file]);
        for (const { line, column } of set.problems) {
          expect(line).toBeLessThanOrEqual(file.text.split('\n').length);
          expect(column).toBeGreaterThan(0);
        }
        refused += Math.sign(set.problems.length);
        const before = readContracts([sound]).contracts.map(
          ({ fullName, type }) => [fullName, { versions: [{ label: 'v1', schema: type }] }] as const,
        );
        checkContracts(set, { label: 'before', contracts: new Map(before), isWhole: true }, 'FULL');
      }
      expect(refused).toBeGreaterThan(options.numRuns / 4);
    },
    timeoutMs,
  );

  it('are read once, however often others name them by a name that they do not have', () => {
    const field = (name: string) => ({ name, type: 'random.things.1st', doc: 'A field.' });
    const record = { type: 'record', name: '1st', namespace: 'random.things', fields: [field('a'), field('b')] };
    const { problems } = readContracts([fileOf('1st', JSON.stringify(record))]);
    expect(problems.length).toBeGreaterThan(0);
  });
});
