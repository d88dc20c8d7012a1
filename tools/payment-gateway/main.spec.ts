import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const main = join(import.meta.dirname, 'main.ts');

function start(environment: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], SPILLWAY_GATEWAY_PORT: '0', ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return { child, stderr: () => stderr };
}

it('the process of the gateway says when it is ready, takes its switches from the environment, and ends on SIGTERM', async () => {
  const { child } = start({ SPILLWAY_GATEWAY_FAILURES: '{"hangRate":0.5}' });
  const [message] = (await once(child, 'message')) as [{ type: string; url: string }];
  expect(message).toMatchObject({ type: 'ready', name: 'payment-gateway' });
  expect(await (await fetch(`${message.url}/failures`)).json()).toMatchObject({ hangRate: 0.5, isDown: false });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('the process of the gateway ends with who started it', async () => {
  const { child } = start({});
  await once(child, 'message');
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('the process of the gateway refuses what it does not understand, naming it', async () => {
  const { child, stderr } = start({ SPILLWAY_GATEWAY_FAILURES: '{"errorRate":"10%"}' });
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(stderr()).toContain('SPILLWAY_GATEWAY_FAILURES');
});
