#!/usr/bin/env node
import module from 'node:module';
import process from 'node:process';

// Before anything else is loaded: the second time on it starts from compiled code. A Node that is too old has no such cache.
module.enableCompileCache?.();
const { runProcess } = await import('../dist/index.js');
await runProcess(process);
