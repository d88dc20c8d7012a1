import { describe, expect, it } from '@jest/globals';
import { paintFor } from './paint.js';

const terminal = { stdout: true, stderr: true };
const red = '\u001b[31mx\u001b[39m';

describe('paintFor', () => {
  it('paints for a terminal', () => {
    expect(paintFor({ env: {}, terminal }).bad('x')).toBe(red);
    expect(paintFor({ env: { NO_COLOR: '' }, terminal }).alarm('x')).toBe(red);
  });

  it.each([
    ['NO_COLOR is set', { NO_COLOR: '1' }, terminal],
    ['the terminal is dumb', { TERM: 'dumb' }, terminal],
    ['results go elsewhere', {}, { stdout: false, stderr: true }],
    ['nobody looks', {}, undefined],
  ])('does not when %s', (_, env, at) => {
    const { good, bad, careful } = paintFor({ env, terminal: at });
    expect([good('x'), bad('x'), careful('x')]).toEqual(['x', 'x', 'x']);
  });
});
