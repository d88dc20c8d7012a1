import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { hashOfFile } from './fingerprint.mjs';
import { rootDir } from './paths.mjs';
import { runTool, say } from './run-tool.mjs';

const lockFile = join(rootDir, 'package-lock.json');
const installedFile = join(rootDir, 'node_modules', '.package-lock.json');

/**
 * Installs the packages when the lock file changed or they are missing; never runs their install scripts.
 *
 * @param {import('./stamps.mjs').Stamps} stamps
 * @returns {import('./stamps.mjs').Stamps}
 */
export function installPackages(stamps) {
  const packages = hashOfFile(lockFile);
  if (stamps.packages === packages && existsSync(installedFile)) return { packages };
  if (!isInstalled()) {
    say('Installing packages (npm ci --ignore-scripts) …');
    const npm = ['ci', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund'];
    if (!runTool('npm', npm, withSystemNode())) {
      throw new Error('The packages could not be installed. Look at the lines above, then: npm ci --ignore-scripts');
    }
  }
  return { packages };
}

/** Whether node_modules already holds exactly what the lock file asks for, e.g. after `npm install` by hand. */
function isInstalled() {
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const found = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    const installed = found[path];
    return installed === undefined ? entry.optional === true : installed.version === entry.version;
  });
}

/** npm replaces node_modules, so it must not run on the Node that lies there. */
function withSystemNode() {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((dir) => !dir.includes('node_modules'));
  return { ...process.env, PATH: path.join(delimiter) };
}
