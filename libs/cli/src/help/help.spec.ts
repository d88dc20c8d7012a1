import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from '../program/create-program.js';
import { runCli } from '../program/run-cli.js';
import { Session } from '../session/session.js';
import { expectGolden } from '../spec-support/golden.js';

const nobody = { workingDir: '/', env: {}, stdout: () => {}, stderr: () => {} };

function pathsOf(command: Command, path: readonly string[] = []): readonly (readonly string[])[] {
  return [path, ...command.commands.flatMap((each) => pathsOf(each, [...path, each.name()]))];
}

const commands = pathsOf(createProgram(new Session(nobody), () => {})).map((path) => path.join(' '));

async function helpOf(command: string): Promise<string> {
  let help = '';
  const args = [...command.split(' ').filter(Boolean), '--help'];
  expect(await runCli(args, { ...nobody, stdout: (text) => (help += text) })).toBe(0);
  return help;
}

describe('help', () => {
  it.each(commands)('of spillway %s has examples, and looks as it should', async (command) => {
    const help = await helpOf(command);
    expect(help).toMatch(/\n(?:Examples|Example):\n {2}spillway /);
    expectGolden(
      join(import.meta.dirname, 'golden', `${['spillway', ...command.split(' ')].join('-').replace(/-$/, '')}.golden`),
      help,
    );
  });

  it.each(commands)('of spillway %s gives no example of anything but itself', async (command) => {
    const examples = (await helpOf(command)).split('\nExamples:\n')[1] ?? '';
    const lines = examples.split('\n').filter((line) => line.startsWith('  spillway '));
    expect(
      lines.filter((line) => !line.includes(`spillway ${command}`.trimEnd()) && !line.includes('--profile')),
    ).toEqual([]);
  });
});
