import { expect, it } from '@jest/globals';
import { engineArguments, statementShare } from './engine-arguments.js';

const engineBytes = 512 * 1024 * 1024;
const bytesOf = (pattern: RegExp): number =>
  engineArguments(engineBytes)
    .map((argument) => argument.split('='))
    .filter(([name]) => pattern.test(name!))
    .reduce((sum, [, bytes]) => sum + Number(bytes), 0);

it('a full cache, merges and one question leave the engine memory for inserts', () => {
  expect(bytesOf(/max_server_memory_usage/)).toBe(engineBytes);
  const taken = bytesOf(/_cache_size$/);
  expect(taken).toBeGreaterThan(0);
  expect(taken + statementShare(engineBytes)).toBeLessThan(engineBytes);
});
