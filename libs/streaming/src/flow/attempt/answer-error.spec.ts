import { expect, it } from '@jest/globals';
import { answerError } from './answer-error.js';

it('has no frames, and leaves those of other errors alone', () => {
  const cause = new Error('no stock');
  const error = answerError('SPW-5003', 'not now', cause);
  expect(error).toMatchObject({ code: 'SPW-5003', message: 'not now', cause });
  expect(error.stack).not.toContain('\n');
  expect(new Error('another').stack).toContain(import.meta.filename);
});
