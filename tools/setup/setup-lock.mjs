import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheDir } from './paths.mjs';
import { say } from './run-tool.mjs';

const lockDir = join(cacheDir, 'setup.lock');
const ownDir = `${lockDir}.${process.pid}`;

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
    renameSync(lockDir, ownDir);
    rmSync(ownDir, { recursive: true });
  }
}

/** The lock comes and goes as a whole, with its owner in it: one without would be taken for left behind. */
function tryLock() {
  mkdirSync(ownDir, { recursive: true });
  writeFileSync(join(ownDir, 'pid'), String(process.pid));
  try {
    renameSync(ownDir, lockDir);
    return true;
  } catch {
    rmSync(ownDir, { recursive: true });
    return false;
  }
}

function isOwnerAlive() {
  try {
    return process.kill(Number(readFileSync(join(lockDir, 'pid'), 'utf8')), 0);
  } catch {
    return false;
  }
}
