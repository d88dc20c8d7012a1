import { expect, it } from '@jest/globals';
import { engineArguments } from './engine-arguments.js';
import { engineShare } from './engine-shares.js';

const engineBytes = 512 * 1024 * 1024;
const bytesOf = (pattern: RegExp): number =>
  engineArguments(engineBytes)
    .map((argument) => argument.split('='))
    .filter(([name]) => pattern.test(name!))
    .reduce((sum, [, bytes]) => sum + Number(bytes), 0);

it('full caches and all statements that may run at once leave the engine memory for inserts', () => {
  expect(bytesOf(/max_server_memory_usage/)).toBe(engineBytes);
  const taken = bytesOf(/_cache_size$/);
  expect(taken).toBeGreaterThan(0);
  const statements = (['question', 'question', 'export', 'background'] as const).map((use) =>
    engineShare(use, Infinity, engineBytes),
  );
  expect(statements.reduce((sum, bytes) => sum + bytes, taken)).toBeLessThan(engineBytes);
});

it('a server has a limit of its own, so a statement may take what it wants', () => {
  expect(engineShare('export', 1_000, undefined)).toBe(1_000);
  expect(engineShare('export', 1_000, 16)).toBe(3);
});
