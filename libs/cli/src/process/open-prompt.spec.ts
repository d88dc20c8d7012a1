import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { openPrompt } from './open-prompt.js';

function atTerminal() {
  // Of a terminal, readline takes the keys itself.
  const [stdin, stderr] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY: true })];
  const interruption = new AbortController();
  let shown = '';
  stderr.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  const streams = { stdin, stderr } as unknown as Parameters<typeof openPrompt>[0];
  return { stdin, shown: () => shown, ask: openPrompt(streams, () => interruption.abort(), interruption.signal) };
}

describe('openPrompt', () => {
  it('asks on stderr and gives the lines that are typed', async () => {
    const { stdin, shown, ask } = atTerminal();
    const first = ask('Sure? ');
    stdin.write('y\n');
    expect(await first).toBe('y');
    const second = ask('Name? ');
    stdin.write('live\n');
    expect(await second).toBe('live');
    expect(shown()).toContain('Sure? ');
  });

  it('takes the end of the input for no answer', async () => {
    const { stdin, ask } = atTerminal();
    const answer = ask('Sure? ');
    stdin.end();
    expect(await answer).toBe('');
  });

  it('takes Ctrl-C for an interruption, not for an answer', async () => {
    const { stdin, ask } = atTerminal();
    const answer = ask('Sure? ');
    stdin.write('y\u0003');
    await expect(answer).rejects.toThrow('aborted');
  });
});
