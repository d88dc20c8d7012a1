import { expect, it } from '@jest/globals';
import { runGit } from './run-git.js';

it('runs git in the surroundings that it is given', async () => {
  const config = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'user.name', GIT_CONFIG_VALUE_0: 'Somebody' };
  const place = { folder: '/', env: { PATH: process.env['PATH'], ...config } };
  expect((await runGit(place, ['config', 'user.name'])).toString()).toBe('Somebody\n');
});
