#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import { runCli } from '../dist/index.js';

const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;

process.exitCode = await runCli(process.argv.slice(2), {
  workingDir: process.cwd(),
  env: process.env,
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  confirm: isTerminal ? confirm : undefined,
});

/** Only a plain yes is one. */
async function confirm(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
