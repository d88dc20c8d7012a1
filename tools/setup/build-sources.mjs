import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf } from './fingerprint.mjs';
import { rootDir } from './paths.mjs';
import { runTool, say } from './run-tool.mjs';

const buildFiles = ['package.json', 'tsconfig.json'];

/**
 * Builds every workspace when a source changed since the last build.
 *
 * @param {import('./stamps.mjs').Stamps} stamps
 * @returns {import('./stamps.mjs').Stamps}
 */
export function buildSources(stamps) {
  const workspaces = ['libs', 'apps'].flatMap((folder) =>
    readdirSync(join(rootDir, folder)).map((name) => join(rootDir, folder, name)),
  );
  const inputs = workspaces.flatMap((dir) => ['src', ...buildFiles].map((name) => join(dir, name)));
  const build = fingerprintOf([...inputs, join(rootDir, 'tsconfig.json'), join(rootDir, 'tsconfig.base.json')]);
  if (stamps.build === build && workspaces.every((dir) => existsSync(join(dir, 'dist')))) return {};
  say('Building …');
  if (!runTool(nodeCommand(), [join(rootDir, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'])) {
    throw new Error('The build failed. Look at the lines above, then: npm run build');
  }
  return { build };
}

/** Node 24 as it came with the packages, else the one that runs this. */
function nodeCommand() {
  const own = join(rootDir, 'node_modules', '.bin', 'node');
  return existsSync(own) ? own : process.execPath;
}
