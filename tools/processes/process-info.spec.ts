import { describe, expect, it } from '@jest/globals';
import { programOf } from './process-info.ts';

describe('a process', () => {
  it.each([
    [
      ['/usr/bin/node', '--max-semi-space-size=8', '/srv/apps/producer/dist/main.js'],
      'node /srv/apps/producer/dist/main.js',
    ],
    [['java', '-Xmx512m', '-cp', '/srv/kafka/*', 'kafka.Kafka', 'server.properties'], 'java kafka.Kafka'],
    [['java', '-Xmx384m', '-jar', 'registry.jar'], 'java registry.jar'],
    [['python3', '-m', 'http.server', '3000'], 'python3 http.server'],
    [['/opt/server', 'hunter2'], 'server'],
    [['node', '-e', 'setInterval(() => {}, 1000)'], 'node'],
    [[], ''],
  ])('with the command line %j is called by what it runs', (words, name) => {
    expect(programOf(words)).toBe(name);
  });
});
