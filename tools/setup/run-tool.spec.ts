import { expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What a set-up step shows that runs this program. */
function shown(program: string): string {
  const module = JSON.stringify(join(import.meta.dirname, 'run-tool.mjs'));
  const script = `import { runToolQuietly } from ${module}; runToolQuietly(process.execPath, ['-e', ${JSON.stringify(program)}]);`;
  const environment = { ...process.env, NODE_OPTIONS: '' };
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: environment,
  });
  return `${stdout}${stderr}`;
}

it('shows what a quiet tool says only when it fails, without its colours', () => {
  const words = String.raw`console.log('\x1b[0m\x1b[31mNo network\x1b[0m');`;
  expect(shown(words)).toBe('');
  expect(shown(`${words} process.exitCode = 1;`)).toBe('No network\n');
});
