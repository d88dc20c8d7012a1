#!/usr/bin/env node
// Gets everything that `npm start` and `npm test` need: packages, the local stack's jars, the build. Runs on Node 20
// with nothing installed, so it uses Node's built-ins only. Says what it does on stderr: stdout belongs to the caller.
import { buildSources } from './setup/build-sources.mjs';
import { fetchLocalStack } from './setup/fetch-local-stack.mjs';
import { fetchSpring } from './setup/fetch-spring.mjs';
import { installPackages } from './setup/install-packages.mjs';
import { refuseOldNode } from './setup/refuse-old-node.mjs';
import { readStamps, writeStamps } from './setup/stamps.mjs';
import { withSetupLock } from './setup/setup-lock.mjs';

/** `--for-tests` adds what only a test needs. */
const fetchers = process.argv.includes('--for-tests') ? [fetchLocalStack, fetchSpring] : [fetchLocalStack];
const steps = [installPackages, ...fetchers, buildSources];

try {
  refuseOldNode();
  await withSetupLock(() => {
    for (const step of steps) writeStamps({ ...readStamps(), ...step(readStamps()) });
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
