import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheDir } from './paths.mjs';
import { say } from './run-tool.mjs';

const lockDir = join(cacheDir, 'setup.lock');
const ownerFile = join(lockDir, 'pid');

/**
 * Two set-ups of one checkout go one after the other; the lock of a process that is gone is taken over.
 *
 * @param {() => void} work
 */
export async function withSetupLock(work) {
  mkdirSync(cacheDir, { recursive: true });
  for (let tries = 0; !tryLock(); tries += 1) {
    if (tries === 0) say('Waiting for another set-up of this checkout …');
    if (tries > 5 && !isOwnerAlive()) rmSync(lockDir, { recursive: true, force: true });
    await sleep(200);
  }
  try {
    work();
  } finally {
    rmSync(lockDir, { recursive: true, force: true });
  }
}

function tryLock() {
  try {
    mkdirSync(lockDir);
    writeFileSync(ownerFile, String(process.pid));
    return true;
  } catch {
    return false;
  }
}

function isOwnerAlive() {
  try {
    return process.kill(Number(readFileSync(ownerFile, 'utf8')), 0);
  } catch {
    return false;
  }
}
