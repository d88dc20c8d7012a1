import { expect, it } from '@jest/globals';
import { urlAt } from './url-at.js';

it.each([
  ['http://host:3001', '/health', 'http://host:3001/health'],
  ['https://host/app', '/health', 'https://host/app/health'],
  ['https://host/app/', '/audit/sample?n=5', 'https://host/app/audit/sample?n=5'],
  ['https://host/registry/v7?tenant=a', '/subjects', 'https://host/registry/v7/subjects?tenant=a'],
  ['https://me:s%2Fcret@host/a%20b/', '/groups/x%2Fy', 'https://me:s%2Fcret@host/a%20b/groups/x%2Fy'],
])('%s has %s at %s', (base, path, url) => {
  expect(urlAt(base, path).href).toBe(url);
});

it('refuses what is no address', () => {
  expect(() => urlAt('host', '/')).toThrow('Invalid URL');
});
