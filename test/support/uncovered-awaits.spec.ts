import { expect, it } from '@jest/globals';
import { uncoveredAwaits } from './uncovered-awaits.js';

it('finds what is awaited where no failpoint lies near, and in a function of its own', () => {
  const text = `
    async function commit() {
      await failpoint('before-commit');
      await source.commit(positions);
      note();
      tell();
      await ledger.flush(() => failpoint('before-commit'));
    }
    async function park() {
      try {
        const position = await parking.append(() => copy());
        if (position === undefined) return;
      } finally {
        done();
      }
      await failpoint('after-retry-publish');
      items.map(async () => await state.mark());
      for await (const letter of letters) send(letter);
    }
  `;
  expect(uncoveredAwaits('flow.ts', text)).toEqual([
    { line: 7, what: 'ledger.flush' },
    { line: 17, what: 'state.mark' },
  ]);
});
