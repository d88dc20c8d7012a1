import { describe, expect, it } from '@jest/globals';
import { impactSentences } from './impact-sentences.js';
import type { ContractImpact, GroupImpact } from './impact-report.js';

const group: GroupImpact = {
  ...{ app: 'warehouse', group: 'stock', does: 'handles', turn: 'any', newEvents: [], oldEvents: [] },
  ...{ rewritten: null, retry: { records: 0, lost: 0 }, deadLetters: { records: 3, lost: 0 } },
  ...{ holdsKeys: false, cutAt: null },
};
const impact: ContractImpact = {
  ...{ contract: 'shop.orders.Sold', file: 'Sold.avsc', registry: null, rules: [], sample: null },
  ...{ order: 'any', steps: [], broken: [], conflictsWith: [], breaks: false, groups: [] },
};
const letters = (changed: Partial<GroupImpact>): readonly string[] =>
  impactSentences({ ...impact, groups: [{ ...group, ...changed }] }).flatMap(([heading, text]) =>
    heading === 'letters' ? [text] : [],
  );

describe('what is said of dead letters', () => {
  const lost = { deadLetters: { records: 3, lost: 1 } };

  it('is nothing where all are read, and nothing where none were asked for', () => {
    expect([letters({}), letters({ deadLetters: null })]).toEqual([[], []]);
  });

  it('is how many could not be sent back any more, and which of them are open for certain', () => {
    const text = '1 of the 3 dead letters of stock can be sent back before the change only';
    expect(letters(lost)).toEqual([text]);
    expect(letters({ ...lost, holdsKeys: true })).toEqual([
      `${text}; those of keys that it holds are open: release these before`,
    ]);
  });

  it.each(['retry', 'dead-letter'] as const)('is that there are more than were read: %s', (cutAt) => {
    const text = 'of stock only 3 dead letters read, and there are more: --waiting <count>';
    expect(letters({ cutAt })).toEqual([text]);
    expect(letters({ ...lost, cutAt })).toHaveLength(2);
  });
});
