import { expect, it } from '@jest/globals';
import { splitLogin } from './split-login.js';

it.each([
  ['http://me:p%40ss@host/a?b=c', { username: 'me', password: 'p@ss' }],
  ['http://me:50%@host/a?b=c', { username: 'me', password: '50%' }],
  ['http://me@host/a?b=c', { username: 'me', password: '' }],
  ['http://:key@host/a?b=c', { username: '', password: 'key' }],
  ['http://host/a?b=c', {}],
])('takes the login out of %s', (address, login) => {
  const { url, ...found } = splitLogin(new URL(address));
  expect([url.href, found]).toEqual(['http://host/a?b=c', login]);
});
