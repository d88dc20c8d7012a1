// `node --conditions=source --import ./test/support/run-source.mjs file.ts` runs a file and the workspaces it imports
// from their sources, for tests that need a process of their own (to kill it) without a build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheDir } from '../../tools/setup/paths.mjs';

/** @type {import("@swc/core").Options} */
const options = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2024',
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

const require = createRequire(import.meta.url);
/** Another compiler makes other JavaScript. */
const { version } = require('@swc/core/package.json');
const folder = join(cacheDir, 'sources', version);

registerHooks({
  resolve(specifier, context, nextResolve) {
    const source = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
    return nextResolve(source ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
  load(url, context, nextLoad) {
    if (!url.endsWith('.ts')) return nextLoad(url, context);
    return { format: 'module', source: javaScriptOf(fileURLToPath(url)), shortCircuit: true };
  },
});

/**
 * Of the same source it is made once: hundreds of files were a quarter of the time that a process takes to start.
 *
 * @param {string} filename
 */
function javaScriptOf(filename) {
  const source = readFileSync(filename, 'utf8');
  const key = createHash('sha256').update(JSON.stringify({ filename, options, source })).digest('hex');
  const made = join(folder, `${key}.js`);
  if (existsSync(made)) return readFileSync(made, 'utf8');
  /** @type {typeof import("@swc/core")} */
  const { transformSync } = require('@swc/core');
  const { code } = transformSync(source, { ...options, filename });
  // It has its name only when it is whole: processes may do this at the same time, and are killed.
  const unfinished = `${made}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(unfinished, code);
  renameSync(unfinished, made);
  return code;
}
