import { expect, it } from '@jest/globals';
import { secretProblem } from '../profiles/secret-problem.js';
import { hideSecrets } from './hide-secrets.js';

it.each([
  ['http://app:geheim@host:1/x', 'http://•••@host:1/x'],
  ['postgres://app:ge/heim@host/db', 'postgres://•••@host/db'],
  ['postgres://app:ge@heim@host/db', 'postgres://•••@host/db'],
  ['http://host/?user=a&password=geheim&b=1', 'http://host/?user=a&password=•••&b=1'],
])('%s is shown as %s, and refused in a profile', (address, shown) => {
  expect(hideSecrets(`Asked ${address} in vain`)).toBe(`Asked ${shown} in vain`);
  expect(secretProblem('SPILLWAY_URL', address)).toContain('has a password in its address');
});

it.each(['http://host/a@b', 'see http://host and mail a@b', 'http://host/?key_count=', 'kafka-1:9092'])(
  '%s has none',
  (text) => {
    expect(secretProblem('SPILLWAY_URL', text)).toBeUndefined();
  },
);

it.each([
  ['consumer=me:geheim@host:1', 'consumer=•••@host:1'],
  ["'me:geheim@host'", "'•••@host'"],
  ['kafka-1:9092 told a@b', 'kafka-1:9092 told a@b'],
])('%s, without a scheme, is shown as %s', (text, shown) => {
  expect(hideSecrets(text)).toBe(shown);
});
