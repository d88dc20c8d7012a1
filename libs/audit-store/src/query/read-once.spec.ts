import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, ReadStream, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { readOnce } from './read-once.js';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'spillway-read-once-'))));
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const fileOf = (text: string): string => {
  const file = join(folder, 'file');
  writeFileSync(file, text);
  return file;
};

it('reads a file that is gone then, and tells when it is closed', async () => {
  const file = fileOf('rows');
  const letGo = jest.fn();
  const stream = await readOnce(file, letGo);
  expect([existsSync(file), letGo.mock.calls.length]).toEqual([false, 0]);
  expect(Buffer.concat(await stream.toArray()).toString()).toBe('rows');
  expect(letGo).toHaveBeenCalledTimes(1);
});

it('tells of each file whose reader goes while its name is taken away', async () => {
  const opened = 50;
  const letGo = jest.fn();
  for (let count = 1; count <= opened; count += 1) {
    const gone = new AbortController();
    jest.spyOn(ReadStream.prototype, 'emit').mockImplementation(function (this: ReadStream, ...told) {
      if (told[0] === 'open') gone.abort();
      return EventEmitter.prototype.emit.apply(this, told);
    });
    const stream = await readOnce(fileOf('rows'), letGo, gone.signal).catch(() => undefined);
    if (stream?.closed === false) await new Promise<void>((resolve) => void stream.once('close', () => resolve()));
  }
  expect(letGo).toHaveBeenCalledTimes(opened);
});

it('tells of a file that cannot be opened', async () => {
  const letGo = jest.fn();
  await expect(readOnce(join(folder, 'none'), letGo)).rejects.toMatchObject({ code: 'ENOENT' });
  await new Promise(setImmediate);
  expect(letGo).toHaveBeenCalledTimes(1);
});
